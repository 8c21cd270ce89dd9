put_resp_content_type(conn, type)  # finding: elixir-content-type
conn |> Plug.Conn.put_resp_content_type(MIME.from_path(name))  # finding: elixir-content-type
put_resp_content_type(conn, "text/plain")  # fine
conn |> put_resp_content_type("text/html")  # fine
