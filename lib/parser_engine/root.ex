defmodule ParserEngine.Root do
  @moduledoc false
  # Which directory the root is. The database keeps the identity of the one that the tables were
  # compared with last, so that another tree in its place, be it mounted, restored or by mistake, is
  # told apart by whoever comes after: a restarted watcher, another node, a mix task.

  alias ParserEngine.{Config, Error, Native, Store}
  alias ParserEngine.Native.Answer

  @typedoc "A text that no other directory has; `nil` where there is none, `:unknown` without the NIF."
  @type identity :: String.t() | nil | :unknown

  @typedoc """
  `:same` is the directory that the tables tell of, or the first one. All else is another one, with
  the number of rows that there were before anything of another one was written, where that is known.
  """
  @type standing :: :same | {:another, former_rows :: non_neg_integer() | nil}

  @patience 60_000

  @doc "The identity of the directory that is there now."
  @spec identity(Config.t()) :: {:ok, identity()} | {:error, Error.reason()}
  def identity(%{root: root}) do
    case Answer.wait(&Native.root_identity(&1, root), @patience) do
      {:error, :nif_not_loaded} -> {:ok, if(File.dir?(root), do: :unknown)}
      answer -> answer
    end
  end

  @doc "What a directory is to the tables."
  @spec standing(Config.t(), identity()) :: {:ok, standing()} | {:error, Error.reason()}
  def standing(config, identity) when is_binary(identity) do
    with {:ok, known} <- Store.known_root(config) do
      case known do
        %{accepted: accepted} when accepted in [nil, identity] -> {:ok, :same}
        %{former_rows: rows} -> {:ok, {:another, rows}}
      end
    end
  end

  def standing(_config, _identity), do: {:ok, :same}

  @doc "Whether what is absent from the root is gone: `{:kept, reason}` where that says nothing."
  @spec trust(Config.t()) ::
          :ok | {:kept, :root_missing | :root_replaced} | {:error, Error.reason()}
  def trust(config) do
    with {:ok, identity} when identity != nil <- identity(config),
         {:ok, :same} <- standing(config, identity) do
      :ok
    else
      {:ok, nil} -> {:kept, :root_missing}
      {:ok, _another} -> {:kept, :root_replaced}
      failure -> failure
    end
  end

  @doc "The tables tell of this directory from now on."
  @spec accept(Config.t(), identity()) :: :ok | {:error, Error.reason()}
  def accept(config, identity) when is_binary(identity), do: Store.accept_root(config, identity)
  def accept(_config, _identity), do: :ok

  @doc "The rows that there are now are those of a former directory."
  @spec suspect(Config.t()) :: :ok | {:error, Error.reason()}
  def suspect(config), do: Store.suspect_root(config)
end
