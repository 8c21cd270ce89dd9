:crypto.hash(:md5, data)  # finding: elixir-weak-hash
:crypto.hash(:sha, data)  # finding: elixir-weak-hash
:erlang.md5(data)  # finding: elixir-weak-hash
:crypto.hash(:sha256, data)  # fine
hash(:md5, data)  # fine
:crypto.mac(:hmac, :sha, key, data)  # fine
