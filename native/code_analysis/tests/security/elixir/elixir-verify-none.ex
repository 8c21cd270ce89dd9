options = [verify: :verify_none]  # finding: elixir-verify-none
:ssl.connect(host, 443, verify: :verify_none)  # finding: elixir-verify-none
options = [verify: :verify_peer]  # fine
verify_none = 1  # fine
