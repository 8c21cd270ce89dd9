List.to_atom(chars)  # finding: elixir-list-to-atom
:erlang.list_to_atom(chars)  # finding: elixir-list-to-atom
List.to_existing_atom(chars)  # fine
List.to_atom('fixed')  # fine
