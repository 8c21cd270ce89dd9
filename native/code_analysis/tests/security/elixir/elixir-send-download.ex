send_download(conn, {:file, path})  # finding: elixir-send-download
conn |> send_download({:file, path}, filename: name)  # finding: elixir-send-download
send_download(conn, {:file, "a.txt"})  # fine
send_download(conn, {:binary, data})  # fine
