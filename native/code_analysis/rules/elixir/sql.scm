; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-sql-interpolation
; codes: SQL.Query SQL.Stream
; cwe: 89
; severity: high
; message: An SQL statement is put together from texts; pass values as parameters.
; needs: query query! query_many query_many! stream
((call target: (_) @name (arguments . (_) . (_) @value)) @finding
  (#named? @name "SQL.query" "SQL.query!" "SQL.stream" "SQL.query_many" "SQL.query_many!" "Ecto.Adapters.SQL.query" "Ecto.Adapters.SQL.query!" "Ecto.Adapters.SQL.stream" "Ecto.Adapters.SQL.query_many" "Ecto.Adapters.SQL.query_many!")
  (#not-literal? @value)
  (#match? @value "^\"(.|\\n)*#\\{|<>"))
((binary_operator operator: "|>" right: (call target: (_) @name (arguments . (_) @value)) @finding)
  (#named? @name "SQL.query" "SQL.query!" "SQL.stream" "SQL.query_many" "SQL.query_many!" "Ecto.Adapters.SQL.query" "Ecto.Adapters.SQL.query!" "Ecto.Adapters.SQL.stream" "Ecto.Adapters.SQL.query_many" "Ecto.Adapters.SQL.query_many!")
  (#not-literal? @value)
  (#match? @value "^\"(.|\\n)*#\\{|<>"))
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "Repo.query" "Repo.query!" "*.Repo.query" "*.Repo.query!" "*.Repo.query_many" "*.Repo.query_many!")
  (#not-literal? @value)
  (#match? @value "^\"(.|\\n)*#\\{|<>"))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "Repo.query" "Repo.query!" "*.Repo.query" "*.Repo.query!" "*.Repo.query_many" "*.Repo.query_many!")
  (#not-literal? @value)
  (#match? @value "^\"(.|\\n)*#\\{|<>"))

; rule: elixir-sql-variable
; codes: SQL.Query SQL.Stream
; cwe: 89
; severity: low
; message: See where the SQL statement comes from; pass values as parameters.
; needs: query query! query_many query_many! stream
((call target: (_) @name (arguments . (_) . (_) @value)) @finding
  (#named? @name "SQL.query" "SQL.query!" "SQL.stream" "SQL.query_many" "SQL.query_many!" "Ecto.Adapters.SQL.query" "Ecto.Adapters.SQL.query!" "Ecto.Adapters.SQL.stream" "Ecto.Adapters.SQL.query_many" "Ecto.Adapters.SQL.query_many!")
  (#not-literal? @value)
  (#not-match? @value "^\"(.|\\n)*#\\{|<>"))
((binary_operator operator: "|>" right: (call target: (_) @name (arguments . (_) @value)) @finding)
  (#named? @name "SQL.query" "SQL.query!" "SQL.stream" "SQL.query_many" "SQL.query_many!" "Ecto.Adapters.SQL.query" "Ecto.Adapters.SQL.query!" "Ecto.Adapters.SQL.stream" "Ecto.Adapters.SQL.query_many" "Ecto.Adapters.SQL.query_many!")
  (#not-literal? @value)
  (#not-match? @value "^\"(.|\\n)*#\\{|<>"))
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "Repo.query" "Repo.query!" "*.Repo.query" "*.Repo.query!" "*.Repo.query_many" "*.Repo.query_many!")
  (#not-literal? @value)
  (#not-match? @value "^\"(.|\\n)*#\\{|<>"))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "Repo.query" "Repo.query!" "*.Repo.query" "*.Repo.query!" "*.Repo.query_many" "*.Repo.query_many!")
  (#not-literal? @value)
  (#not-match? @value "^\"(.|\\n)*#\\{|<>"))

; rule: elixir-sql-fragment
; codes: SQL.Query
; cwe: 89
; severity: high
; message: An SQL statement is put together from texts; pass values as parameters.
; needs: fragment
((call target: (identifier) @name (arguments . (string (interpolation)))) @finding
  (#eq? @name "fragment"))
