defmodule ParserEngine.Sync.Outcome do
  @moduledoc "What became of one path: the result, and each table's own fate where it was written."

  alias ParserEngine.{Config, Error, Store, Sync}

  @enforce_keys [:path, :result]
  defstruct [:path, :result, :generation, :entry, tables: %{}]

  @typedoc """
  For the watcher: `generation` is that of the look at the path, `nil` where there was none, and
  `entry` what it has written into all tables.
  """
  @type t :: %__MODULE__{
          path: String.t(),
          result: Sync.result(),
          generation: pos_integer() | nil,
          entry: Store.Entry.t() | nil,
          tables: %{Config.table() => :ok | {:error, Error.reason()}}
        }

  @doc false
  @spec new(String.t(), Sync.result()) :: t()
  def new(path, result), do: %__MODULE__{path: path, result: result}

  @doc false
  @spec of_tables(Config.t(), String.t(), %{Config.table() => :ok | {:error, Error.reason()}}) ::
          t()
  def of_tables(config, path, tables),
    do: %__MODULE__{path: path, result: match(config.tables, tables), tables: tables}

  # The tables are out of reach alike, and are told so one by one.
  @doc false
  @spec unreachable(Config.t(), String.t(), Error.reason()) :: t()
  def unreachable(config, path, reason),
    do: of_tables(config, path, Map.new(config.tables, &{&1, {:error, reason}}))

  @doc false
  @spec of_file(Config.t(), String.t(), :changed | :unchanged | :binary, %{
          Config.table() => Sync.Writer.fate()
        }) :: t()
  def of_file(config, path, kind, fates) do
    case {kind, fates |> Map.values() |> Enum.uniq()} do
      {_kind, [{:error, :binary}]} -> new(path, {:skipped, :binary})
      {:binary, failures} -> new(path, Enum.find(failures, &(&1 != {:error, :binary})))
      {:unchanged, [:ok]} -> new(path, {:ok, :unchanged})
      _written -> of_tables(config, path, fates)
    end
  end

  @doc false
  @spec of_deletion(String.t(), Sync.result(), %{
          Config.table() => {:ok, [String.t()]} | {:error, Error.reason()}
        }) :: t()
  def of_deletion(path, done, removed) do
    case for {_table, {:error, _reason} = failure} <- Enum.sort(removed), do: failure do
      [] -> new(path, done)
      [failure | _] -> new(path, failure)
    end
  end

  @doc false
  @spec without_row(Error.reason()) :: Sync.result()
  def without_row({:busy, _age}), do: {:skipped, :busy}
  def without_row(:changing), do: {:skipped, :changing}
  def without_row(reason) when reason in [:gone, :emptied], do: {:skipped, reason}

  def without_row(reason)
      when reason in [:root_emptied, :root_missing, :root_replaced, :unmounted],
      do: {:skipped, reason}

  def without_row(:binary), do: {:skipped, :binary}
  def without_row({:not_regular, _} = reason), do: {:skipped, reason}
  def without_row({:excluded, _} = reason), do: {:skipped, reason}
  def without_row({:unsupported_language, _} = reason), do: {:skipped, reason}
  def without_row(reason), do: {:error, reason}

  @doc "Whether no table was in reach: that says nothing about the path."
  @spec unreachable?(t()) :: boolean()
  def unreachable?(%__MODULE__{result: {:error, {:database_unavailable, _text}}}), do: true

  def unreachable?(%__MODULE__{tables: tables}) when tables != %{},
    do: Enum.all?(tables, &match?({_table, {:error, {:database_unavailable, _text}}}, &1))

  def unreachable?(_outcome), do: false

  @doc "Whether trying again may give another result without an edit."
  @spec retryable?(t()) :: boolean()
  def retryable?(%__MODULE__{tables: tables, result: result}) do
    case for {_table, {:error, reason}} <- tables, do: reason do
      [] -> transient?(result)
      reasons -> Enum.any?(reasons, &worth_a_retry?/1)
    end
  end

  defp transient?({:error, reason}), do: worth_a_retry?(reason)
  defp transient?(_done), do: false

  # The NIF does not load by waiting.
  defp worth_a_retry?(:nif_not_loaded), do: false
  defp worth_a_retry?(reason), do: not Store.Failure.of_row?(reason)

  defp match([_, _], %{code_files: code_files, codebase_metadata: codebase_metadata}) do
    case {code_files, codebase_metadata} do
      {:ok, :ok} -> {:ok, :both_tables}
      {:ok, {:error, _}} -> {:ok, :code_files_only}
      {{:error, _}, :ok} -> {:ok, :codebase_metadata_only}
      {{:error, _}, {:error, _}} -> {:error, :both_failed}
    end
  end

  defp match([table], tables) do
    case tables[table] do
      :ok -> {:ok, {:configured, [table]}}
      {:error, reason} -> {:error, reason}
    end
  end
end
