redirect(conn, external: url)  # finding: elixir-redirect
conn |> redirect(external: params["to"])  # finding: elixir-redirect
redirect(conn, to: path)  # fine
redirect(conn, external: "https://elixir-lang.org")  # fine
