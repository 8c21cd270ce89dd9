defmodule ParserEngine.Coverage.Attribution do
  @moduledoc false
  # Which row each file of a report means. Reports name files as the tool saw them: absolute, perhaps
  # on another machine, relative to any folder, or by a Go package. Nothing is guessed: a name that
  # may mean several rows means none.

  alias ParserEngine.Coverage.Format

  @enforce_keys [:root, :paths]
  defstruct @enforce_keys ++ [modules: %{}, go_modules: [], source_root: "", strip: ""]

  @typedoc """
  `paths` are those of all rows, `modules` the rows that define each, `go_modules` the folders of
  Go modules with their import paths. `strip` is taken off the beginning of a name, and what is
  relative lies in `source_root`.
  """
  @type t :: %__MODULE__{
          root: String.t(),
          paths: MapSet.t(String.t()),
          modules: %{String.t() => [String.t()]},
          go_modules: [{import_path :: String.t(), folder :: String.t()}],
          source_root: String.t(),
          strip: String.t()
        }

  # Longer than any system takes.
  @longest_path 4096

  @type answer :: {:row, path :: String.t()} | :ambiguous | :unknown

  @doc "What each source of one report means."
  @spec resolve(t(), [Format.source()]) :: %{Format.source() => answer()}
  def resolve(codebase, sources) do
    {modules, names} = Enum.split_with(sources, &match?({:module, _name}, &1))
    named = Map.new(names, &{&1, place(&1, codebase)})
    left = for {name, {:somewhere, segments}} <- named, do: {name, segments}

    known = for {name, {:at, path}} <- named, into: %{}, do: {name, known(path, codebase)}

    known
    |> Map.merge(elsewhere(left, codebase))
    |> Map.merge(Map.new(modules, &{&1, defined(&1, codebase)}))
  end

  defp defined({:module, name}, codebase) do
    case Map.get(codebase.modules, name, []) do
      [path] -> {:row, path}
      [] -> :unknown
      _several -> :ambiguous
    end
  end

  defp known(path, codebase),
    do: if(MapSet.member?(codebase.paths, path), do: {:row, path}, else: :unknown)

  # `:at` where it is certain which path below the root is meant.
  defp place(name, _codebase) when byte_size(name) > @longest_path, do: {:at, name}

  defp place(name, codebase) do
    segments = name |> segments() |> stripped(segments(codebase.strip))

    case below(segments, segments(codebase.root)) do
      {:ok, relative} -> {:at, Enum.join(relative, "/")}
      :error -> relative(segments, codebase)
    end
  end

  defp relative(["/" | _] = segments, _codebase), do: {:somewhere, segments}

  defp relative(segments, codebase) do
    with :error <- in_module(segments, codebase.go_modules) do
      segments = folded(segments(codebase.source_root) ++ segments, [])
      path = Enum.join(segments, "/")
      if MapSet.member?(codebase.paths, path), do: {:at, path}, else: {:somewhere, segments}
    end
  end

  # The module with the longest import path comes first.
  defp in_module(segments, modules) do
    modules
    |> Enum.sort_by(fn {import_path, _folder} -> -byte_size(import_path) end)
    |> Enum.find_value(:error, fn {import_path, folder} ->
      with {:ok, rest} <- below(segments, segments(import_path)),
           do: {:at, Enum.join(segments(folder) ++ rest, "/")},
           else: (:error -> nil)
    end)
  end

  defp stripped(segments, prefix) do
    case below(segments, prefix) do
      {:ok, rest} -> rest
      :error -> segments
    end
  end

  defp below(rest, []), do: {:ok, rest}
  defp below([same | rest], [same | above]), do: below(rest, above)
  defp below(_segments, _above), do: :error

  # "/" is the first segment of an absolute path, a drive's letter that of one on Windows.
  defp segments(path) do
    slashed =
      if path =~ ~r/\A[A-Za-z]:\\|\A[^\/]*\\/, do: String.replace(path, "\\", "/"), else: path

    parts = slashed |> String.split("/", trim: true) |> Enum.reject(&(&1 == ".")) |> folded([])
    if absolute?(slashed), do: ["/" | parts], else: parts
  end

  defp absolute?(path), do: path =~ ~r{\A(/|[A-Za-z]:/)}

  defp folded([], done), do: Enum.reverse(done)
  defp folded([".." | rest], [above | done]) when above != "..", do: folded(rest, done)
  defp folded([segment | rest], done), do: folded(rest, [segment | done])

  # First what only the end of a row's path is, then what ends with the whole path of a row.
  defp elsewhere([], _codebase), do: %{}

  defp elsewhere(left, codebase) do
    ends =
      rows_ending_with(MapSet.new(left, fn {_name, segments} -> segments end), codebase.paths)

    {within, others} =
      Enum.split_with(left, fn {_name, segments} -> is_map_key(ends, segments) end)

    Map.merge(
      Map.new(within, fn {name, segments} -> {name, only(ends[segments])} end),
      moved(others, codebase.paths)
    )
  end

  defp only([path]), do: {:row, path}
  defp only(_several), do: :ambiguous

  defp rows_ending_with(wanted, paths) do
    for path <- paths, ending <- endings(segments(path)), ending in wanted, reduce: %{} do
      found -> Map.update(found, ending, [path], &[path | &1])
    end
  end

  defp endings([]), do: []
  defp endings([_first | rest]), do: if(rest == [], do: [], else: [rest | endings(rest)])

  # All that a tool saw on another machine lay in one folder there: the one that most names have in
  # common. So the `mix.exs` of a dependency is not taken for that of the codebase.
  defp moved(names, paths) do
    candidates = for {name, segments} <- names, do: {name, whole_row(segments, [], paths)}
    folder = most_common(for {_name, {folder, _path}} <- candidates, do: folder)

    Map.new(candidates, fn
      {name, {^folder, path}} -> {name, {:row, path}}
      {name, _other} -> {name, :unknown}
    end)
  end

  defp whole_row([], _above, _paths), do: nil

  defp whole_row([first | rest] = segments, above, paths) do
    path = Enum.join(segments, "/")

    if above != [] and MapSet.member?(paths, path),
      do: {above, path},
      else: whole_row(rest, [first | above], paths)
  end

  defp most_common([]), do: nil

  defp most_common(folders) do
    {folder, _count} =
      folders
      |> Enum.frequencies()
      |> Enum.max_by(fn {folder, count} -> {count, -length(folder), folder} end)

    folder
  end
end
