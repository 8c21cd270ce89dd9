token = Enum.random(words)  # finding: elixir-random
password = :rand.uniform(1000)  # finding: elixir-random
token = :crypto.strong_rand_bytes(32)  # fine
delay = :rand.uniform(1000)  # fine
