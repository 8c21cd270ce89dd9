defmodule ParserEngine.Report.Limits do
  @moduledoc false
  # How much of each list a format takes: a page has to open in a browser, and SARIF is commonly
  # refused with more than 25,000 results.

  @enforce_keys [
    :files,
    :dependencies,
    :unresolved,
    :packages,
    :smells,
    :findings,
    :uncovered,
    :clones
  ]
  defstruct @enforce_keys

  @type format :: :html | :json | :sarif
  @type t :: %__MODULE__{
          files: pos_integer(),
          dependencies: pos_integer(),
          unresolved: pos_integer(),
          packages: pos_integer(),
          smells: pos_integer(),
          findings: pos_integer(),
          uncovered: pos_integer(),
          clones: pos_integer()
        }

  @doc "The most entries of each list."
  @spec of(format()) :: t()
  def of(:html) do
    %__MODULE__{
      files: 20_000,
      dependencies: 200_000,
      unresolved: 300,
      packages: 100,
      smells: 2_000,
      findings: 1_000,
      uncovered: 300,
      clones: 150
    }
  end

  def of(:sarif), do: %{of(:json) | smells: 14_000, findings: 10_000, clones: 1_000}

  def of(:json) do
    %__MODULE__{
      files: 1_000_000,
      dependencies: 1_000_000,
      unresolved: 10_000,
      packages: 10_000,
      smells: 100_000,
      findings: 100_000,
      uncovered: 100_000,
      clones: 10_000
    }
  end
end
