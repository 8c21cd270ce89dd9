send_file(conn, 200, path)  # finding: elixir-send-file
conn |> send_file(200, path)  # finding: elixir-send-file
Plug.Conn.send_file(conn, 200, path)  # finding: elixir-send-file
send_file(conn, 200, "a.txt")  # fine
conn |> send_file(200, "a.txt")  # fine
send_email(conn, 200, path)  # fine
