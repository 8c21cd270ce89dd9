defmodule Bench.SavedFile do
  # Files of an ingested codebase that are saved again and again, each with another comment at its end.

  alias ParserEngine.Repo

  @comments %{
    "#" => ~w(elixir nix python shell toml yaml),
    "//" => ~w(go javascript jsx rust tsx typescript)
  }

  @doc "The files that are nearest to so many `:lines`, or `:bytes`."
  def nearest(root, measure, size, count) do
    Repo.query!(
      "SELECT path, language FROM codebase_metadata WHERE #{candidate()} " <>
        "ORDER BY abs(#{column(measure)} - $1::int8), path LIMIT $2::int8",
      [size, count]
    ).rows
    |> Enum.map(fn [path, language] -> describe(root, path, language) end)
  end

  @doc "The size of the file in the middle, in bytes."
  def median_bytes do
    sql =
      "SELECT (percentile_disc(0.5) WITHIN GROUP (ORDER BY size))::int8 " <>
        "FROM codebase_metadata WHERE #{candidate()}"

    Repo.query!(sql, []).rows |> hd() |> hd()
  end

  defp column(:lines), do: "lines"
  defp column(:bytes), do: "size"

  defp candidate do
    languages = @comments |> Map.values() |> List.flatten() |> Enum.map_join(", ", &"'#{&1}'")
    "parse_status = 'ok' AND language IN (#{languages})"
  end

  defp describe(root, path, language) do
    absolute = Path.join(root, path)
    {comment, _} = Enum.find(@comments, fn {_, languages} -> language in languages end)
    %{path: path, absolute: absolute, content: File.read!(absolute), comment: comment}
  end
end
