send_resp(conn, 200, text)  # finding: elixir-send-resp
conn |> send_resp(200, text)  # finding: elixir-send-resp
send_resp(conn, 200, "ok")  # fine
conn |> put_resp_content_type("application/json") |> send_resp(200, text)  # fine
resp(conn, 200, text)  # fine
