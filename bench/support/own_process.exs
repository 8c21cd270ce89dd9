for name <- ~w(database), do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.OwnProcess do
  # A function in an operating system process of its own, whose peak memory is then its own. It is
  # connected to the benchmark's PostgreSQL.

  alias Bench.Database

  @doc "What a function of a module of bench/support answers there."
  def call(module, function, arguments, server) do
    file = Path.join(System.tmp_dir!(), "parser_engine-call-#{System.pid()}")
    options = ParserEngine.PrivatePostgres.repo_options(server)
    File.write!(file, :erlang.term_to_binary({module, function, arguments, options}))

    try do
      spawn_mix(file)
      file |> File.read!() |> :erlang.binary_to_term()
    after
      File.rm(file)
    end
  end

  defp spawn_mix(file) do
    {output, status} =
      System.cmd(
        "mix",
        ~w[run --no-compile --require bench/support/*.exs --eval Bench.OwnProcess.main() -- #{file}],
        stderr_to_stdout: true
      )

    if status != 0, do: raise("the call failed:\n#{output}")
  end

  @doc "In the spawned process: reads what to call from a file, and writes the answer there."
  def main do
    file = List.last(System.argv())
    {module, function, arguments, options} = file |> File.read!() |> :erlang.binary_to_term()
    Logger.configure(level: :error)
    Database.connect(options)
    File.write!(file, module |> apply(function, arguments) |> :erlang.term_to_binary())
  end
end
