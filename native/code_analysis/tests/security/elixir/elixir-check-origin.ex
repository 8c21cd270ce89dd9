socket "/live", Socket, websocket: [check_origin: false]  # finding: elixir-check-origin
config :app, Endpoint, check_origin: false  # finding: elixir-check-origin
socket "/live", Socket, websocket: true  # fine
socket "/live", Socket, websocket: [check_origin: true]  # fine
