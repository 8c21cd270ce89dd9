:erlang.binary_to_term(data)  # finding: elixir-binary-to-term
data |> :erlang.binary_to_term()  # finding: elixir-binary-to-term
:erlang.binary_to_term(data, [:safe])  # fine
Plug.Crypto.non_executable_binary_to_term(data)  # fine
:erlang.term_to_binary(data)  # fine
