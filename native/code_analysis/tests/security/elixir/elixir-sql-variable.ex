Repo.query(sql, [])  # finding: elixir-sql-variable
Ecto.Adapters.SQL.query(Repo, sql)  # finding: elixir-sql-variable
sql |> Repo.query!()  # finding: elixir-sql-variable
Repo.query("SELECT 1")  # fine
Search.query(text)  # fine
Repo.query(@statement)  # fine
