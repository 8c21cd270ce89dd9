put_resp_cookie(conn, "a", value, http_only: false)  # finding: elixir-cookie
put_resp_cookie(conn, "a", value, secure: false)  # finding: elixir-cookie
put_resp_cookie(conn, "a", value, secure: true)  # fine
plug(Own, sure: false)  # fine
