defmodule ParserEngine.Fallback.Tree do
  @moduledoc false
  # The files of a codebase. Inside a git work tree git says which ones are tracked or untracked
  # and not ignored; elsewhere a walk follows the built-in rules alone.

  alias ParserEngine.Error
  alias ParserEngine.Fallback.{Disk, Filter}

  @type entry :: %{
          path: String.t(),
          size: non_neg_integer,
          mtime_ns: integer,
          ctime_ns: integer,
          inode: non_neg_integer
        }
  @type skip ::
          Filter.skip() | :symlink | :special_file | :nested_repository | :not_utf8 | :unreadable
  @type report :: %{
          accepted: non_neg_integer,
          skipped: %{skip => pos_integer},
          errors: [{String.t(), reason :: String.t()}]
        }

  @git ~s(exec git -c core.fsmonitor=false ls-files -co --exclude-standard -z 2>/dev/null)

  @doc """
  Entries are sorted by path. Options are those of `Filter.new/1`, and `respect_gitignore` and
  `nested_repositories`.
  """
  @spec list(Path.t(), keyword) :: {:ok, [entry], report} | {:error, Error.reason()}
  def list(root, options) do
    filter = Filter.new(options)

    with :ok <- directory(root),
         results = results(root, filter, options),
         # A root that went away meanwhile made all of its files look gone.
         :ok <- directory(root),
         do: answer(results)
  end

  defp results(root, filter, options) do
    nested? = Keyword.get(options, :nested_repositories, false)
    paths = if Keyword.get(options, :respect_gitignore, true), do: git_files(root, nested?)

    if paths,
      do: listed(root, filter, Enum.uniq(paths)),
      else: walk([""], root, {filter, nested?}, [])
  end

  defp answer(results) do
    entries = for %{path: _} = entry <- results, do: entry
    skips = for {:skip, reason} <- results, do: reason
    errors = for {:error, path, reason} <- results, do: {path, Error.message(reason)}
    skips = List.duplicate(:unreadable, length(errors)) ++ skips
    report = %{accepted: length(entries), skipped: Enum.frequencies(skips), errors: errors}
    {:ok, Enum.sort_by(entries, & &1.path), report}
  end

  defp directory(root) do
    case names(root) do
      {:ok, _names} -> :ok
      {:error, :enotdir} -> {:error, :not_a_directory}
      failure -> Disk.explained(failure)
    end
  end

  # The shell is there to keep git's complaints out of ours.
  defp git_files(root, nested?, environment \\ []) do
    environment = [{"GIT_OPTIONAL_LOCKS", "0"} | environment]

    case System.cmd("sh", ["-c", @git], cd: root, env: environment) do
      {output, 0} when nested? ->
        output |> String.split(<<0>>, trim: true) |> Enum.flat_map(&nested(root, &1))

      {output, 0} ->
        String.split(output, <<0>>, trim: true)

      {_output, _status} ->
        nil
    end
  end

  # git names another repository inside this one, and is asked once more in there; of that one
  # alone, even where it is broken.
  defp nested(root, path) do
    directory = root |> Path.join(path) |> String.trim_trailing("/")

    with {:ok, %{type: :directory}} <- File.lstat(directory),
         ceiling = {"GIT_CEILING_DIRECTORIES", Path.dirname(directory)},
         [_ | _] = inner <- git_files(directory, true, [ceiling]) do
      Enum.map(inner, &Path.join(path, &1))
    else
      [] -> []
      _file_or_refused -> [path]
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
    with :ok <- utf8(path),
         :ok <- own(path),
         :ok <- Filter.admit_file(filter, path),
         do: entry(root, path)
  end

  # git names another repository inside this one like a directory.
  defp own(path) do
    if String.ends_with?(path, "/"), do: {:skip, :nested_repository}, else: :ok
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
      {:error, reason} -> {:error, path, reason}
    end
  end

  defp walk([], _root, _rules, results), do: results

  defp walk([directory | rest], root, rules, results) do
    case root |> Path.join(directory) |> names() |> Disk.explained() do
      {:ok, names} ->
        {inner, found} =
          names |> Enum.map(&visit(Path.join(directory, &1), root, rules)) |> sorted_out()

        walk(inner ++ rest, root, rules, found ++ results)

      {:error, :enoent} ->
        walk(rest, root, rules, results)

      {:error, reason} ->
        walk(rest, root, rules, [{:error, directory, reason} | results])
    end
  end

  # Unlike File.ls this lists names that are not UTF-8 too.
  defp names(directory) do
    with {:ok, names} <- :file.list_dir_all(directory),
         do: {:ok, Enum.map(names, &IO.chardata_to_string/1)}
  end

  defp sorted_out(visited) do
    {directories, others} = Enum.split_with(visited, &match?({:directory, _}, &1))
    {Enum.map(directories, &elem(&1, 1)), Enum.reject(others, &is_nil/1)}
  end

  defp visit(path, root, {filter, nested?}) do
    case File.lstat(Path.join(root, path)) do
      {:ok, %{type: :directory}} -> enter(path, root, filter, nested?)
      _ -> file(root, filter, path)
    end
  end

  defp utf8(path), do: if(String.valid?(path), do: :ok, else: {:skip, :not_utf8})

  defp enter(path, root, filter, nested?) do
    with :ok <- utf8(path), :ok <- Filter.admit_directory(filter, path) do
      if nested? or match?({:error, _}, File.lstat(Path.join([root, path, ".git"]))),
        do: {:directory, path},
        else: {:skip, :nested_repository}
    end
  end
end
