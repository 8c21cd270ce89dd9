defmodule ParserEngine.OtherVM do
  @moduledoc false
  # Another VM with the application as it is built here, but with native libraries of its own:
  # what it lacks or spoils harms no other test.

  import ExUnit.Callbacks

  alias ParserEngine.{PrivatePostgres, Repo, TestPostgres}
  alias ParserEngine.PrivatePostgres.Account

  @patience 60_000
  @silent ['-boot', 'no_dot_erlang', '-kernel', 'logger', '[{handler,default,undefined}]'] ++
            ['-logger', 'backends', '[]']

  @enforce_keys [:peer, :log]
  defstruct @enforce_keys

  @doc """
  Starts one in `folder`. `change` is called with its folder of native libraries before.

  Options: `:account` under which it runs, `:environment` as a map.
  """
  def start(folder, change \\ fn _native -> :ok end, options \\ []) do
    copy = Path.join(folder, "parser_engine")
    native = Path.join(copy, "priv/native")
    File.mkdir_p!(native)
    File.cp_r!(Application.app_dir(:parser_engine, "ebin"), Path.join(copy, "ebin"))
    File.cp_r!(Application.app_dir(:parser_engine, "priv/native"), native)
    change.(native)

    {:ok, peer, _node} =
      :peer.start(%{
        connection: :standard_io,
        exec: program(Keyword.get(options, :account, :self)),
        args: arguments(copy),
        env: environment(Keyword.get(options, :environment, %{}))
      })

    on_exit(fn -> stop(peer) end)
    vm = %__MODULE__{peer: peer, log: Path.join(folder, "log")}
    start_applications(vm)
    vm
  end

  @doc "Calls a function there."
  def call(vm, module, function, arguments \\ []),
    do: :peer.call(vm.peer, module, function, arguments, @patience)

  @doc "Starts a child there that outlives the call."
  def start_child(vm, {module, options}) do
    {:ok, pid} =
      call(vm, Supervisor, :start_child, [:kernel_safe_sup, module.child_spec(options)])

    pid
  end

  @doc "Starts the repo there, on the suite's own server."
  def start_repo(vm) do
    options = [pool_size: 4, log: false] ++ PrivatePostgres.repo_options(TestPostgres.server())
    start_child(vm, {Repo, options})
  end

  @doc "All that it has logged."
  def log(vm) do
    call(vm, :logger_std_h, :filesync, [:file])
    File.read!(vm.log)
  end

  defp program(account) do
    [program | arguments] = Account.command(account, System.find_executable("erl"), [])
    {program |> System.find_executable() |> to_charlist(), Enum.map(arguments, &to_charlist/1)}
  end

  defp environment(variables) do
    for {name, value} <- variables, do: {String.to_charlist(name), String.to_charlist(value)}
  end

  # The path of this VM, without the application itself.
  defp arguments(copy) do
    own = :parser_engine |> Application.app_dir() |> String.to_charlist()
    path = for folder <- :code.get_path(), not List.starts_with?(folder, own), do: folder
    @silent ++ ['-pa', String.to_charlist(Path.join(copy, "ebin")), '-pz' | path]
  end

  defp start_applications(vm) do
    config = %{config: %{file: String.to_charlist(vm.log)}}
    :ok = call(vm, :logger, :add_handler, [:file, :logger_std_h, config])
    # What stands in for the default handler, and writes to the terminal.
    call(vm, :logger, :remove_handler, [:simple])
    database = if Code.ensure_loaded?(Ecto.Repo), do: [:postgrex, :ecto_sql], else: []

    for application <- [:parser_engine | database],
        do: {:ok, _started} = call(vm, Application, :ensure_all_started, [application])
  end

  defp stop(peer) do
    :peer.stop(peer)
  catch
    :exit, _ended_before -> :ok
  end
end
