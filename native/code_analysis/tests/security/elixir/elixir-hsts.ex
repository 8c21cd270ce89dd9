config :app, Endpoint, force_ssl: [hsts: false]  # finding: elixir-hsts
plug Plug.SSL, hsts: false  # finding: elixir-hsts
plug Plug.SSL, hsts: true  # fine
config :app, force_ssl: [rewrite_on: []]  # fine
