String.to_atom(name)  # finding: elixir-string-to-atom
name |> String.to_atom()  # finding: elixir-string-to-atom
Enum.map(names, fn name -> String.to_atom(name) end)  # finding: elixir-string-to-atom
String.to_atom("fixed")  # fine
String.to_existing_atom(name)  # fine
Own.to_atom(name)  # fine
