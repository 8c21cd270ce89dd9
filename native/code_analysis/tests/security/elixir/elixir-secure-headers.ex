pipeline :browser do  # finding: elixir-secure-headers
  plug :accepts, ["html"]
  plug :protect_from_forgery
end

pipeline :page do  # fine
  plug :accepts, ["html"]
  plug :protect_from_forgery
  plug :put_secure_browser_headers, @headers
end

pipeline :api do  # fine
  plug :accepts, ["json"]
end
