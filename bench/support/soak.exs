for name <- ~w(sample table), do: Code.require_file("#{name}.exs", __DIR__)

defmodule Bench.Soak do
  # What the soaks have in common: the corpus, the rest before it, and the verdict on its samples.

  alias Bench.{Sample, Table}

  @settle 5_000
  # RSS may grow by this share, the others by this number.
  @rss_share 1.05
  @allowed [atoms: 50, pids: 2, threads: 2, descriptors: 4, watches: 0, queue: 1_000]

  @doc "The corpus that was named, by default this repository."
  def corpus([]), do: File.cwd!()
  def corpus([folder]), do: folder

  @doc "Waits until timers and second looks of a first ingestion have run out."
  def settle, do: Process.sleep(@settle)

  @doc "Prints how each column has grown; the command fails where it is more than allowed."
  def verdict(samples) do
    rows = [row(samples, :rss, &(&1 * @rss_share)) | Enum.map(@allowed, &count_row(samples, &1))]
    Table.print("Growth after the warm-up", ["of", "early", "at the end", "at most", ""], rows)
    if Enum.any?(rows, &(List.last(&1) != "flat")), do: fail()
  end

  defp count_row(samples, {column, allowed}), do: row(samples, column, &(&1 + allowed))

  defp row(samples, column, bound) do
    {early, late} = Sample.growth(samples, column)
    [column, early, late, bound.(early), if(late <= bound.(early), do: "flat", else: "GROWS")]
  end

  @doc "Ends the command as failed."
  def fail do
    IO.puts("\nFAILED")
    exit({:shutdown, 1})
  end
end
