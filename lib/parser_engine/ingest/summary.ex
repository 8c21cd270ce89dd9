defmodule ParserEngine.Ingest.Summary do
  @moduledoc """
  What an ingestion did.

  `files` are those of the codebase, `current` those that needed no second look, `changed` counts
  the others, `changed_by_language` by their language; `by_language` counts those that were written,
  `results` counts the outcomes. `failed` and `not_indexed` name paths with their reasons, `skipped`
  counts what the rules left out, `errors` are places in the tree that could not be looked at.
  `suspect`: every file seems to be gone (`:emptied`), more than half of them (`:many`), or more than
  half of them where another directory is at the root than before (`:replaced`), so `kept` rows of
  such files were not deleted. `graph` tells how many `files` and `edges` the
  dependency graph has, or why it could not be written; `nil` where none is kept.
  `search` tells of how many `files` what they are searched by was written, and how many `failed`, or why it could not be; `nil` where it is not kept. `analysed?` is false where the NIF was missing.
  """

  alias ParserEngine.{CodeGraph, Error, Language, Native, Reconcile, SearchIndex, Sync}

  @enforce_keys [:files, :current, :changed, :absent, :skipped, :errors]
  defstruct @enforce_keys ++
              [
                changed_by_language: %{},
                by_language: %{},
                results: %{},
                failed: [],
                not_indexed: [],
                milliseconds: 0,
                suspect: nil,
                kept: 0,
                graph: nil,
                search: nil,
                analysed?: true
              ]

  @type t :: %__MODULE__{
          files: non_neg_integer(),
          current: non_neg_integer(),
          changed: non_neg_integer(),
          absent: non_neg_integer(),
          skipped: %{String.t() => pos_integer()},
          errors: [{String.t(), String.t()}],
          changed_by_language: %{String.t() => pos_integer()},
          by_language: %{String.t() => pos_integer()},
          results: %{term() => pos_integer()},
          failed: [{String.t(), Error.reason()}],
          not_indexed: [{String.t(), Error.reason()}],
          milliseconds: non_neg_integer(),
          suspect: nil | Reconcile.Doubt.suspicion(),
          kept: non_neg_integer(),
          search: nil | {:ok, SearchIndex.done()} | {:error, Error.reason()},
          graph: nil | {:ok, CodeGraph.size()} | {:error, Error.reason()},
          analysed?: boolean()
        }

  @doc false
  @spec new(Reconcile.t()) :: t()
  def new(plan) do
    {binary, refused} = Enum.split_with(plan.refused, &match?({_path, :binary}, &1))

    %__MODULE__{
      files: plan.report.accepted,
      current: plan.current,
      changed: length(plan.changed),
      absent: length(plan.absent),
      changed_by_language: Enum.frequencies_by(plan.changed, &language/1),
      skipped: Map.new(plan.report.skipped),
      errors: plan.report.errors,
      not_indexed: binary,
      failed: refused,
      suspect: plan.suspect,
      kept: length(plan.doubted),
      analysed?: Native.loaded?()
    }
  end

  @doc false
  @spec add(t(), [Sync.Outcome.t()]) :: t()
  def add(summary, outcomes), do: Enum.reduce(outcomes, summary, &add_one/2)

  defp add_one(outcome, summary) do
    summary
    |> count(:results, outcome.result)
    |> tell(outcome)
  end

  defp tell(summary, %{result: {:ok, :deleted}}), do: summary

  defp tell(summary, %{result: {:ok, partial}} = outcome)
       when partial in [:code_files_only, :codebase_metadata_only] do
    summary |> written(outcome.path) |> fail(outcome.path, first_failure(outcome.tables))
  end

  defp tell(summary, %{result: {:ok, _}, path: path}), do: written(summary, path)

  defp tell(summary, %{result: {:skipped, reason}, path: path}),
    do: %{summary | not_indexed: [{path, reason} | summary.not_indexed]}

  defp tell(summary, %{result: {:error, :both_failed}} = outcome),
    do: fail(summary, outcome.path, first_failure(outcome.tables))

  defp tell(summary, %{result: {:error, reason}, path: path}), do: fail(summary, path, reason)

  defp written(summary, path), do: count(summary, :by_language, language(path))

  # A host may have named extensions of its own.
  defp language(path) do
    case Language.detect(path) do
      {:ok, language} -> language
      {:error, _unsupported} -> "other"
    end
  end

  defp fail(summary, path, reason), do: %{summary | failed: [{path, reason} | summary.failed]}

  defp first_failure(tables),
    do: Enum.find_value(tables, fn {_table, fate} -> with(:ok <- fate, do: nil) end) |> elem(1)

  defp count(summary, field, key),
    do: Map.update!(summary, field, &Map.update(&1, key, 1, fn count -> count + 1 end))

  @doc false
  @spec finish(t(), non_neg_integer()) :: t()
  def finish(summary, milliseconds) do
    %{
      summary
      | milliseconds: milliseconds,
        failed: Enum.sort(summary.failed),
        not_indexed: Enum.sort(summary.not_indexed)
    }
  end

  @doc "Whether everything that belongs into the tables is there."
  @spec complete?(t()) :: boolean()
  def complete?(summary),
    do:
      summary.failed == [] and summary.errors == [] and summary.analysed? and
        summary.suspect == nil and not match?({:error, _reason}, summary.graph) and
        not match?({:error, _reason}, summary.search)

  @doc "Whether the tables told everything before."
  @spec nothing_new?(t()) :: boolean()
  def nothing_new?(summary) do
    complete?(summary) and summary.absent == 0 and
      Enum.all?(
        Map.keys(summary.results),
        &(&1 == {:ok, :unchanged} or match?({:skipped, _}, &1))
      )
  end
end
