:erlang.binary_to_atom(name, :utf8)  # finding: elixir-binary-to-atom
name |> :erlang.binary_to_atom(:utf8)  # finding: elixir-binary-to-atom
:erlang.binary_to_existing_atom(name, :utf8)  # fine
:erlang.binary_to_atom("fixed", :utf8)  # fine
