defmodule Bench.Statistics do
  # Of lists of numbers; percentiles by nearest rank.

  def median(values), do: percentile(values, 50)

  def percentile(values, percent) do
    sorted = Enum.sort(values)
    Enum.at(sorted, max(ceil(percent / 100 * length(sorted)) - 1, 0))
  end
end
