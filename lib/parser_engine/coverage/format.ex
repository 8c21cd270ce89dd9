defmodule ParserEngine.Coverage.Format do
  @moduledoc false
  # The formats of coverage reports, and which of them a report has.

  alias ParserEngine.Coverage.{Cobertura, Coverdata, GoProfile, LCOV}
  alias ParserEngine.Error

  @typedoc "How often each line ran; what has no code has no entry."
  @type lines :: %{pos_integer() => non_neg_integer()}

  @typedoc "What a report calls a file: a path as it is written there, or a module of the BEAM."
  @type source :: String.t() | {:module, String.t()}

  @type measured :: %{source() => lines()}
  @type name :: :lcov | :cobertura | :go | :coverdata
  @type failure :: {:error, Error.reason()}

  @doc "Whether the bytes look like the beginning of such a report."
  @callback recognises?(binary()) :: boolean()

  @doc "What the report tells of each file."
  @callback read(binary()) :: {:ok, measured()} | failure()

  # Coverdata comes first: it is the only one that is no text.
  @formats [coverdata: Coverdata, cobertura: Cobertura, go: GoProfile, lcov: LCOV]

  @byte_order_mark <<0xEF, 0xBB, 0xBF>>

  @doc "All formats."
  @spec names() :: [name()]
  def names, do: Keyword.keys(@formats)

  @doc """
  The format of that name.

      iex> ParserEngine.Coverage.Format.named("lcov")
      {:ok, :lcov}
      iex> ParserEngine.Coverage.Format.named("gcov")
      :error
  """
  @spec named(String.t()) :: {:ok, name()} | :error
  def named(word), do: Enum.find_value(names(), :error, &(to_string(&1) == word && {:ok, &1}))

  @doc "The format that the bytes have."
  @spec detect(binary()) :: {:ok, name()} | failure()
  def detect(bytes) do
    bytes = without_mark(bytes)

    Enum.find_value(@formats, {:error, :unknown_report_format}, fn {name, format} ->
      format.recognises?(bytes) && {:ok, name}
    end)
  end

  @doc "What the report tells of each file."
  @spec read(name(), binary()) :: {:ok, measured()} | failure()
  def read(name, bytes), do: Keyword.fetch!(@formats, name).read(without_mark(bytes))

  @doc "Two sets of lines as one: how often each ran in either."
  @spec add(lines(), lines()) :: lines()
  def add(one, other), do: Map.merge(one, other, fn _line, hits, more -> hits + more end)

  defp without_mark(@byte_order_mark <> bytes), do: bytes
  defp without_mark(bytes), do: bytes
end
