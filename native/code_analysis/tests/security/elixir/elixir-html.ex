html(conn, "<h1>#{name}</h1>")  # finding: elixir-html
conn |> html(text)  # finding: elixir-html
Phoenix.Controller.html conn, text  # finding: elixir-html
html(conn, "<h1>Hello</h1>")  # fine
conn |> html("<p></p>")  # fine
json(conn, text)  # fine
