defmodule ParserEngine.Doctor.Diagnosis do
  @moduledoc """
  What is known of some paths.

  `candidates` counts all that were looked at, `counts` has how many of them there are of each
  reason, so that its sum is `candidates`. `findings` has each path that was named and is no
  directory; of a directory those that belong to the codebase and are not indexed, those that could
  not be looked at, and rows without a file. What the rules leave out below a directory is only
  counted: a directory that is not entered counts as one.
  """

  alias ParserEngine.Doctor.{Finding, Reason}

  defstruct candidates: 0, counts: %{}, findings: []

  @type t :: %__MODULE__{
          candidates: non_neg_integer(),
          counts: %{Reason.name() => pos_integer()},
          findings: [Finding.t()]
        }

  @doc "Whether nothing of what was found is missing in the tables."
  @spec indexed?(t()) :: boolean()
  def indexed?(diagnosis), do: Enum.all?(diagnosis.findings, &Finding.indexed?/1)

  @doc false
  @spec of_named([Finding.t()]) :: t()
  def of_named(findings), do: new(findings, %{}, findings)

  # The unreadable are among the left out; their findings count no second time.
  @doc false
  @spec of_directory([Finding.t()], %{Reason.name() => pos_integer()}, [Finding.t()]) :: t()
  def of_directory(files, left_out, unreadable),
    do: new(files, left_out, Enum.reject(files, &Finding.indexed?/1) ++ unreadable)

  @doc false
  @spec merge([t()]) :: t()
  def merge(parts) do
    counts = Enum.reduce(parts, %{}, &sum(&1.counts, &2))
    new_from(counts, Enum.flat_map(parts, & &1.findings))
  end

  defp new(counted, left_out, findings),
    do: new_from(counted |> Enum.frequencies_by(& &1.reason) |> sum(left_out), findings)

  defp new_from(counts, findings) do
    %__MODULE__{
      candidates: counts |> Map.values() |> Enum.sum(),
      counts: counts,
      findings: findings
    }
  end

  defp sum(some, others), do: Map.merge(some, others, fn _reason, one, other -> one + other end)
end
