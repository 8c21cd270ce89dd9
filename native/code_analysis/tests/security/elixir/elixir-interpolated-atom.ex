:"user_#{id}"  # finding: elixir-interpolated-atom
send(:"worker_#{n}", :stop)  # finding: elixir-interpolated-atom
:"fixed name"  # fine
"user_#{id}"  # fine
