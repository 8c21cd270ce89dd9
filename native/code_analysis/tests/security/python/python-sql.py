cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # finding: python-sql
query = f"DELETE FROM users WHERE id = {id}"  # finding: python-sql
query = "INSERT INTO users VALUES (" + values + ")"  # finding: python-sql
query = "UPDATE users SET name = {}".format(name)  # finding: python-sql
cursor.execute("SELECT * FROM users WHERE name = %s", (name,))  # fine
print(f"select a {thing}")  # fine
query = "SELECT id " + "FROM users"  # fine
text = "update " + name  # fine
