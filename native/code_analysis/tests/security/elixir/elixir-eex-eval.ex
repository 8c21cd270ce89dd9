EEx.eval_string(template, assigns)  # finding: elixir-eex-eval
EEx.eval_file(path)  # finding: elixir-eex-eval
EEx.eval_string("hello")  # fine
EEx.function_from_file(:def, :render, path)  # fine
