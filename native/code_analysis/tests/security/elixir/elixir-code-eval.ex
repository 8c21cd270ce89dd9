Code.eval_string(text)  # finding: elixir-code-eval
text |> Code.eval_string()  # finding: elixir-code-eval
Code.eval_file(path)  # finding: elixir-code-eval
Code.eval_string("1 + 1")  # fine
Code.string_to_quoted(text)  # fine
Own.eval_string(text)  # fine
