pipeline :browser do  # finding: elixir-csrf
  plug :accepts, ["html"]
  plug :fetch_session
  plug :put_secure_browser_headers, %{"content-security-policy" => "default-src 'self'"}
end

pipeline :page do  # fine
  plug :accepts, ["html"]
  plug :protect_from_forgery
  plug :put_secure_browser_headers, @headers
end

pipeline :api do  # fine
  plug :accepts, ["json"]
end
