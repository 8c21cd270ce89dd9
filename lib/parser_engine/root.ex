defmodule ParserEngine.Root do
  @moduledoc false
  # Which directory the root is, and what is mounted below it. The database keeps both as they were
  # when the tables were compared last, so that another tree in its place, be it mounted, restored or
  # by mistake, is told apart by whoever comes after: a restarted watcher, another node, a mix task.

  alias ParserEngine.{Config, Error, Native, Store}
  alias ParserEngine.Native.Answer

  @typedoc "A text that no other directory has; `nil` where there is none, `:unknown` without the NIF."
  @type identity :: String.t() | nil | :unknown

  @typedoc "What is there now: the directory, and the paths below it where something is mounted."
  @type seen :: %{identity: identity(), mounts: [String.t()]}

  @typedoc """
  `:same` is the directory that the tables tell of, or the first one. All else is another one, with
  the number of rows that there were before anything of another one was written, where that is known.
  """
  @type standing :: :same | {:another, former_rows :: non_neg_integer() | nil}

  @patience 60_000
  # Linux alone has it.
  @mounts "/proc/self/mountinfo"

  @doc "What is there now."
  @spec look(Config.t()) :: {:ok, seen()} | {:error, Error.reason()}
  def look(%{root: root}) do
    case Answer.wait(&Native.root_identity(&1, root), @patience) do
      {:ok, identity} -> {:ok, seen(identity, root)}
      {:error, :nif_not_loaded} -> {:ok, seen(if(File.dir?(root), do: :unknown), root)}
      failure -> failure
    end
  end

  defp seen(identity, root), do: %{identity: identity, mounts: mounts(root)}

  defp mounts(root) do
    case File.read(@mounts) do
      {:ok, text} -> mounted(text, root)
      {:error, _reason} -> []
    end
  end

  @doc """
  The paths below a root at which something is mounted, by the text of `/proc/self/mountinfo`.

      iex> ParserEngine.Root.mounted("36 35 98:0 /a /srv/my\\\\040app/lib rw - ext3 /dev/sda rw\\n", "/srv/my app")
      ["lib"]
  """
  @spec mounted(String.t(), Path.t()) :: [String.t()]
  def mounted(text, root) do
    for line <- String.split(text, "\n"),
        [_id, _parent, _device, _part, escaped | _more] <- [String.split(line, " ")],
        path = unescape(escaped),
        String.valid?(path) and String.starts_with?(path, root <> "/"),
        uniq: true,
        do: Path.relative_to(path, root)
  end

  # Blanks and the like are three octal digits.
  defp unescape(path),
    do:
      Regex.replace(~r/\\([0-7]{3})/, path, fn _all, digits ->
        <<String.to_integer(digits, 8)>>
      end)

  @doc "Whether that is there still, and nothing was unmounted since."
  @spec still?(Config.t(), seen()) :: {:ok, boolean()} | {:error, Error.reason()}
  def still?(config, seen) do
    with {:ok, now} <- look(config),
         do: {:ok, now.identity == seen.identity and seen.mounts -- now.mounts == []}
  end

  @doc "What a directory is to the tables, and where something was mounted in it that is not now."
  @spec standing(Config.t(), seen()) ::
          {:ok, standing(), unmounted :: [String.t()]} | {:error, Error.reason()}
  def standing(config, %{identity: identity, mounts: mounts}) do
    with {:ok, known} <- Store.known_root(config) do
      if identity in [nil, :unknown, known.accepted] or known.accepted == nil,
        do: {:ok, :same, known.mounts -- mounts},
        else: {:ok, {:another, known.former_rows}, []}
    end
  end

  @doc """
  Whether what is absent from the root is gone: all but what lies at the paths of the answer, where
  nothing is mounted any more; `{:kept, reason}` where it says nothing at all.
  """
  @spec trust(Config.t()) ::
          {:ok, unmounted :: [String.t()]}
          | {:kept, :root_missing | :root_replaced}
          | {:error, Error.reason()}
  def trust(config) do
    with {:ok, %{identity: identity} = seen} when identity != nil <- look(config),
         {:ok, :same, unmounted} <- standing(config, seen) do
      {:ok, unmounted}
    else
      {:ok, %{identity: nil}} -> {:kept, :root_missing}
      {:ok, {:another, _rows}, _unmounted} -> {:kept, :root_replaced}
      failure -> failure
    end
  end

  @doc "The tables tell of this directory from now on, and of what was mounted at these paths too."
  @spec accept(Config.t(), seen(), unmounted :: [String.t()]) :: :ok | {:error, Error.reason()}
  def accept(config, %{identity: identity, mounts: mounts}, unmounted) when is_binary(identity),
    do: Store.accept_root(config, identity, Enum.sort(mounts ++ unmounted))

  def accept(_config, _seen, _unmounted), do: :ok

  @doc "The rows that there are now are those of a former directory."
  @spec suspect(Config.t()) :: :ok | {:error, Error.reason()}
  def suspect(config), do: Store.suspect_root(config)
end
