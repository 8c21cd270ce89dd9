defmodule ParserEngine.Fallback.Tree do
  @moduledoc false
  # The files of a codebase. Inside a git work tree git says which ones are tracked or untracked
  # and not ignored; elsewhere a walk follows the built-in rules alone.

  alias ParserEngine.Fallback.{Disk, Filter}

  @type entry :: %{
          path: String.t(),
          size: non_neg_integer,
          mtime_ns: integer,
          inode: non_neg_integer
        }
  @type skip ::
          Filter.skip() | :symlink | :special_file | :nested_repository | :not_utf8 | :unreadable
  @type report :: %{accepted: non_neg_integer, skipped: %{skip => pos_integer}}

  @git ~s(exec git -c core.fsmonitor=false ls-files -co --exclude-standard -z 2>/dev/null)

  @doc """
  Entries are sorted by path. Options are those of `Filter.new/1`, and `respect_gitignore`.
  """
  @spec list(Path.t(), keyword) :: {:ok, [entry], report} | {:error, File.posix()}
  def list(root, options) do
    filter = Filter.new(options)

    with :ok <- directory(root) do
      case git_files(root, Keyword.get(options, :respect_gitignore, true)) do
        {:ok, paths} -> listed(root, filter, paths)
        :no_git -> walked(root, filter)
      end
      |> answer()
    end
  end

  defp answer(results) do
    {entries, skips} = Enum.split_with(results, &is_map/1)
    skipped = Enum.frequencies_by(skips, fn {:skip, reason} -> reason end)
    {:ok, Enum.sort_by(entries, & &1.path), %{accepted: length(entries), skipped: skipped}}
  end

  defp directory(root) do
    with {:ok, _names} <- File.ls(root), do: :ok
  end

  defp git_files(_root, false), do: :no_git

  # The shell is there to keep git's complaints out of ours.
  defp git_files(root, true) do
    case System.cmd("sh", ["-c", @git], cd: root, env: [{"GIT_OPTIONAL_LOCKS", "0"}]) do
      {output, 0} -> {:ok, output |> String.split(<<0>>, trim: true) |> Enum.uniq()}
      {_output, _status} -> :no_git
    end
  end

  defp listed(root, filter, paths) do
    {results, _directories} =
      Enum.flat_map_reduce(paths, %{"." => :ok}, fn path, directories ->
        {verdict, directories} = directory_verdict(Path.dirname(path), filter, directories)
        {with(:ok <- verdict, do: file(root, filter, path)) |> List.wrap(), directories}
      end)

    results
  end

  defp directory_verdict(directory, filter, known) do
    case known do
      %{^directory => verdict} ->
        {verdict, known}

      _ ->
        {above, known} = directory_verdict(Path.dirname(directory), filter, known)
        verdict = with :ok <- above, do: Filter.admit_directory(filter, directory)
        {verdict, Map.put(known, directory, verdict)}
    end
  end

  defp file(root, filter, path) do
    cond do
      not String.valid?(path) -> {:skip, :not_utf8}
      String.ends_with?(path, "/") -> {:skip, :nested_repository}
      true -> with :ok <- Filter.admit_file(filter, path), do: entry(root, path)
    end
  end

  # A file that git knows or that has just been listed, but that is not there, is no skip: nil.
  defp entry(root, path) do
    case Disk.stat(root, path) do
      {:ok, stat} -> Map.put(stat, :path, path)
      {:error, :enoent} -> nil
      {:error, {:not_regular, :symlink}} -> {:skip, :symlink}
      {:error, {:not_regular, :directory}} -> {:skip, :nested_repository}
      {:error, {:not_regular, _}} -> {:skip, :special_file}
      {:error, :outside_root} -> {:skip, :symlink}
      {:error, _} -> {:skip, :unreadable}
    end
  end

  defp walked(root, filter), do: walk([""], root, filter, [])

  defp walk([], _root, _filter, results), do: results

  defp walk([directory | rest], root, filter, results) do
    case File.ls(Path.join(root, directory)) do
      {:ok, names} ->
        {inner, found} =
          names |> Enum.map(&visit(Path.join(directory, &1), root, filter)) |> sorted_out()

        walk(inner ++ rest, root, filter, found ++ results)

      {:error, :enoent} ->
        walk(rest, root, filter, results)

      {:error, _reason} ->
        walk(rest, root, filter, [{:skip, :unreadable} | results])
    end
  end

  defp sorted_out(visited) do
    {directories, others} = Enum.split_with(visited, &match?({:directory, _}, &1))
    {Enum.map(directories, &elem(&1, 1)), Enum.reject(others, &is_nil/1)}
  end

  defp visit(path, root, filter) do
    case String.valid?(path) && File.lstat(Path.join(root, path)) do
      false -> {:skip, :not_utf8}
      {:ok, %{type: :directory}} -> enter(path, root, filter)
      {:ok, _file} -> file(root, filter, path)
      {:error, :enoent} -> nil
      {:error, _reason} -> {:skip, :unreadable}
    end
  end

  defp enter(path, root, filter) do
    with :ok <- Filter.admit_directory(filter, path) do
      case File.lstat(Path.join([root, path, ".git"])) do
        {:ok, _} -> {:skip, :nested_repository}
        {:error, _} -> {:directory, path}
      end
    end
  end
end
