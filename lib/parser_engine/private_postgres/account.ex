defmodule ParserEngine.PrivatePostgres.Account do
  @moduledoc false
  # Whom PostgreSQL's programs run as: the user, or for root, as which PostgreSQL refuses to run,
  # a system user.

  alias ParserEngine.UserFolders

  @system_user "parser_engine"
  @system_home "/var/lib/parser_engine"

  @type t :: :self | {:user, String.t()}

  @doc "The account, made where it is missing."
  @spec ensure() :: {:ok, t()} | {:error, term()}
  def ensure, do: if(root?(), do: ensure_system_user(), else: {:ok, :self})

  @doc "The folder that holds the private cluster and its programs."
  @spec home() :: Path.t()
  def home do
    if root?(), do: @system_home, else: UserFolders.data()
  end

  @doc "Runs a program as the account."
  @spec run(t(), Path.t(), [String.t()]) :: :ok | {:error, term()}
  def run(account, program, arguments) do
    with {:ok, _output} <- read(account, program, arguments), do: :ok
  end

  @doc "Runs a program as the account, for its output."
  @spec read(t(), Path.t(), [String.t()]) :: {:ok, String.t()} | {:error, term()}
  def read(account, program, arguments) do
    [command | rest] = command(account, program, arguments)

    case System.cmd(command, rest, cd: "/", env: environment(), stderr_to_stdout: true) do
      {output, 0} -> {:ok, String.trim(output)}
      {output, _status} -> {:error, {:command, Path.basename(program), String.trim(output)}}
    end
  rescue
    error in ErlangError -> {:error, {:command, Path.basename(program), error.original}}
  end

  @doc "The words of a command that runs a program as the account."
  @spec command(t(), Path.t(), [String.t()]) :: [String.t()]
  def command(:self, program, arguments), do: [program | arguments]

  def command({:user, user}, program, arguments),
    do: ["setpriv", "--reuid", user, "--regid", user, "--init-groups", "--", program | arguments]

  @doc "Makes a folder that only the account may enter (and root)."
  @spec make_folder(t(), Path.t()) :: :ok | {:error, term()}
  def make_folder(account, folder) do
    with :ok <- File.mkdir_p(folder),
         :ok <- File.chmod(folder, 0o700),
         do: give(account, folder)
  end

  defp give(:self, _folder), do: :ok
  defp give({:user, user}, folder), do: run(:self, "chown", ["#{user}:#{user}", folder])

  defp ensure_system_user do
    if user?(@system_user), do: {:ok, {:user, @system_user}}, else: add_system_user()
  end

  # Another process may have added it meanwhile.
  defp add_system_user do
    added =
      run(:self, "useradd", ~w(--system --user-group --no-create-home --shell /usr/sbin/nologin
        --home-dir #{@system_home} #{@system_user}))

    if added == :ok or user?(@system_user), do: {:ok, {:user, @system_user}}, else: added
  end

  defp root?, do: read(:self, "id", ["-u"]) == {:ok, "0"}
  defp user?(name), do: run(:self, "id", ["-u", name]) == :ok

  # Variables of PostgreSQL's clients that would lead them elsewhere.
  defp environment do
    cleared = for name <- ~w(PGDATA PGHOST PGPORT PGOPTIONS PGSERVICE PGUSER), do: {name, nil}
    [{"LC_ALL", "C"} | cleared]
  end
end
