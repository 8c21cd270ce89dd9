defmodule ParserEngine.PrivatePostgres.Cluster do
  @moduledoc false
  # A folder with a cluster that this library made, which its mark says.

  alias ParserEngine.PrivatePostgres.{Account, Installation}

  @mark "made_by_parser_engine"
  @superuser "parser_engine"
  # A socket's path must fit into `struct sockaddr_un`; its name takes 14 bytes.
  @longest_socket_dir 90

  @enforce_keys [:folder, :installation, :account]
  defstruct @enforce_keys ++ [ephemeral?: false]

  @type t :: %__MODULE__{
          folder: Path.t(),
          installation: Installation.t(),
          account: Account.t(),
          ephemeral?: boolean()
        }

  @spec data_dir(t()) :: Path.t()
  def data_dir(cluster), do: Path.join(cluster.folder, "data")

  @spec superuser() :: String.t()
  def superuser, do: @superuser

  @doc "The folder of the socket: in the cluster's own where its path is short enough."
  @spec socket_dir(t()) :: Path.t()
  def socket_dir(%__MODULE__{folder: folder}) do
    inside = Path.join(folder, "socket")

    if byte_size(inside) <= @longest_socket_dir,
      do: inside,
      else: Path.join("/tmp", "parser_engine-" <> digest(folder))
  end

  defp digest(folder) do
    :sha256 |> :crypto.hash(folder) |> binary_part(0, 12) |> Base.url_encode64()
  end

  @doc "Makes the cluster if it is not there. Two processes may do so at once."
  @spec ensure(t()) :: :ok | {:error, term()}
  def ensure(cluster) do
    with :ok <- claim(cluster.folder),
         :ok <- Account.make_folder(cluster.account, cluster.folder),
         :ok <- Account.make_folder(cluster.account, socket_dir(cluster)) do
      if File.regular?(Path.join(data_dir(cluster), "PG_VERSION")), do: :ok, else: init(cluster)
    end
  end

  defp claim(folder) do
    case File.ls(folder) do
      {:ok, files} -> if files == [] or @mark in files, do: mark(folder), else: foreign(folder)
      {:error, :enoent} -> mark(folder)
      {:error, reason} -> {:error, {reason, folder}}
    end
  end

  defp foreign(folder), do: {:error, {:foreign_folder, folder}}

  defp mark(folder) do
    with :ok <- File.mkdir_p(folder), do: File.touch(Path.join(folder, @mark))
  end

  defp init(cluster) do
    fresh = data_dir(cluster) <> ".#{System.pid()}-#{System.unique_integer([:positive])}"

    with :ok <- initdb(cluster, fresh) do
      case File.rename(fresh, data_dir(cluster)) do
        :ok -> :ok
        {:error, _another_was_faster} -> remove(fresh)
      end
    end
  end

  defp initdb(cluster, folder) do
    run(cluster, "initdb", ~w(--auth-local=trust --auth-host=reject --encoding=UTF8
      --locale=C.UTF-8 --no-instructions --no-sync --username=#{@superuser} -D) ++ [folder])
  end

  @doc "Runs one of PostgreSQL's programs."
  @spec run(t(), String.t(), [String.t()]) :: :ok | {:error, term()}
  def run(cluster, program, arguments) do
    Account.run(cluster.account, Installation.program(cluster.installation, program), arguments)
  end

  defp remove(folder), do: with({:ok, _files} <- File.rm_rf(folder), do: :ok)
end
