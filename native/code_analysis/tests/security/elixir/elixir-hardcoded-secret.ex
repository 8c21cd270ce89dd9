config :app, Repo, password: "hunter2"  # finding: elixir-hardcoded-secret
@api_key "hunter2"  # finding: elixir-hardcoded-secret
secret = "hunter2"  # finding: elixir-hardcoded-secret
%{"access_token" => "hunter2"}  # finding: elixir-hardcoded-secret
config :app, Repo, password: System.fetch_env!("PASSWORD")  # fine
password = ""  # fine
password = "<password>"  # fine
@token_salt 1  # fine
config :app, label: "hunter2"  # fine
password = "#{user}"  # fine
