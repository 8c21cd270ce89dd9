defmodule ParserEngine.Duplication do
  @moduledoc """
  What counts as a clone: code that is twice in a codebase, in two files or in one.

  The option `duplication` of `ParserEngine.Config` sets another size, or switches the search off:

      duplication: [min_tokens: 100, min_lines: 10]

  | setting | default | range | meaning |
  |---|---|---|---|
  | `min_tokens` | 50 | 10 to 10,000 | tokens, without comments, that must be alike |
  | `min_lines` | 5 | 1 to 10,000 | whole lines that they must fill, on both sides |

  All that writes one codebase should have the same settings: each writes the clones that it sees.
  See `docs/duplication.md` for what is found, and where it is written.
  """

  @defaults [min_tokens: 50, min_lines: 5]
  @ranges [min_tokens: 10..10_000, min_lines: 1..10_000]

  @typedoc "Settings other than the defaults, or `false`: nothing is looked for."
  @type settings :: false | [min_tokens: pos_integer(), min_lines: pos_integer()]

  @doc """
  Whether these are settings.

      iex> ParserEngine.Duplication.settings?(min_tokens: 100)
      true

      iex> ParserEngine.Duplication.settings?(min_tokens: 1)
      false
  """
  @spec settings?(term()) :: boolean()
  def settings?(false), do: true

  def settings?(value) do
    Keyword.keyword?(value) and
      Enum.all?(value, fn {name, size} -> is_integer(size) and size in range(name) end)
  end

  defp range(name), do: Keyword.get(@ranges, name, [])

  @doc false
  @spec expected() :: String.t()
  def expected,
    do: Enum.map_join(@ranges, ", ", fn {name, range} -> "#{name} in #{inspect(range)}" end)

  @doc false
  # As the native side takes them.
  @spec to_native(settings()) :: {pos_integer(), pos_integer()} | nil
  def to_native(false), do: nil

  def to_native(settings) do
    settings = Keyword.merge(@defaults, settings)
    {settings[:min_tokens], settings[:min_lines]}
  end
end
