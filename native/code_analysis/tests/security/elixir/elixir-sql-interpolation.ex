alias Ecto.Adapters.SQL

Ecto.Adapters.SQL.query(Repo, "SELECT * FROM users WHERE name = '#{name}'")  # finding: elixir-sql-interpolation
Repo.query!("DELETE FROM " <> table)  # finding: elixir-sql-interpolation
MyApp.Repo.query("SELECT #{columns}")  # finding: elixir-sql-interpolation
SQL.query!(Repo, "SELECT #{columns}", [])  # finding: elixir-sql-interpolation
Repo.query("SELECT 1")  # fine
Repo.query(sql)  # finding: elixir-sql-variable
Ecto.Adapters.SQL.query(Repo, "SELECT $1", [name])  # fine
