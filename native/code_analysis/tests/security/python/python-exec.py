exec(text)  # finding: python-exec
exec("x = 1")  # finding: python-exec
cursor.exec(text)  # fine
execute(text)  # fine
