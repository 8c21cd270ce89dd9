conn |> put_resp_content_type("text/html") |> send_resp(200, "<p>#{name}</p>")  # finding: elixir-send-html
conn |> put_resp_content_type("text/plain") |> send_resp(200, name)  # fine
conn |> put_resp_content_type("text/html") |> send_resp(200, "<p></p>")  # fine
