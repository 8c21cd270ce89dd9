from u in User, where: fragment("name = '#{name}'")  # finding: elixir-sql-fragment
where(q, [u], fragment("#{column} > 1"))  # finding: elixir-sql-fragment
from u in User, where: fragment("lower(?) = ?", u.name, ^name)  # fine
fragment(text)  # fine
