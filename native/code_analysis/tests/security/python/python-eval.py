eval(text)  # finding: python-eval
value = eval("1 + 1", {})  # finding: python-eval
model.eval()  # fine
ast.literal_eval(text)  # fine
evaluate(text)  # fine
