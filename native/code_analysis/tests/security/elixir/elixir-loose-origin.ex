socket "/live", Socket, websocket: [check_origin: ["//a.com"]]  # finding: elixir-loose-origin
config :app, Endpoint, check_origin: ["https://b.com", "//a.com"]  # finding: elixir-loose-origin
socket "/live", Socket, websocket: [check_origin: ["https://a.com"]]  # fine
config :app, origins: ["//a.com"]  # fine
