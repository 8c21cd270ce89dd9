defmodule Bench.Codebase do
  # A tree that a benchmark may change: the copy of a corpus, or a generated one.

  @generated_files 300

  def copy(corpus) do
    folder = temporary()
    {_, 0} = System.cmd("cp", ["-a", corpus <> "/.", folder])
    folder
  end

  @doc "Copies `count` files of a corpus, of each language in turn; answers the folder and their paths."
  def sample(corpus, count) do
    folder = temporary()
    paths = corpus |> in_turn() |> Enum.take(count)

    for path <- paths do
      File.mkdir_p!(Path.dirname(Path.join(folder, path)))
      File.cp!(Path.join(corpus, path), Path.join(folder, path))
    end

    {folder, paths}
  end

  # The first file of each language, then the second of each, and so on.
  defp in_turn(corpus) do
    {:ok, %{files: files}} = ParserEngine.parse_tree(corpus)

    files
    |> Enum.group_by(& &1.language, & &1.path)
    |> Enum.flat_map(fn {_language, paths} -> Enum.with_index(paths) end)
    |> Enum.sort_by(fn {path, turn} -> {turn, path} end)
    |> Enum.map(&elem(&1, 0))
  end

  def empty, do: temporary()

  def generate(files \\ @generated_files) do
    make(fn folder ->
      for number <- 1..files, do: File.write!(file(folder, number), source(number))
    end)
  end

  @doc "A folder that the function fills."
  def make(fill) do
    folder = temporary()
    fill.(folder)
    folder
  end

  @doc "Appends a line to the file of every `nth` path."
  def edit(folder, paths, nth) do
    paths
    |> Enum.take_every(nth)
    |> Enum.each(&File.write!(Path.join(folder, &1), "\n", [:append]))
  end

  defp temporary do
    name = "parser_engine-bench-#{System.pid()}-#{System.unique_integer([:positive])}"
    folder = Path.join(System.tmp_dir!(), name)
    File.mkdir_p!(folder)
    folder
  end

  defp file(folder, number), do: Path.join(folder, "module_#{number}.ex")

  # About 500 lines.
  defp source(number) do
    functions = Enum.map_join(1..41, "\n", &function/1)
    "defmodule Module#{number} do\n  @moduledoc \"Generated.\"\n\n#{functions}end\n"
  end

  defp function(number) do
    """
      @doc "Sums what is even among the first \#{#{number}} items."
      @spec sum_#{number}([integer()], keyword()) :: {:ok, integer()} | {:error, atom()}
      def sum_#{number}(items, options \\\\ []) do
        limit = Keyword.get(options, :limit, #{number})

        case Enum.take(items, limit) do
          [] -> {:error, :empty}
          some when length(some) > 1_000 -> {:error, :too_many}
          some -> {:ok, some |> Enum.filter(&(rem(&1, 2) == 0)) |> Enum.sum()}
        end
      end
    """
  end
end
