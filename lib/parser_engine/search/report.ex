defmodule ParserEngine.Search.Report do
  @moduledoc false
  # What people read of a search, and what programs do.

  alias ParserEngine.{Error, JSON}
  alias ParserEngine.Search.{Hit, Results}

  @width 100

  @doc "Each hit in a few lines, the place first, so that a terminal makes a link of it."
  @spec lines(Results.t()) :: [String.t()]
  def lines(%Results{} = results) do
    codebases = results.hits |> Enum.map(& &1.codebase_id) |> Enum.uniq()
    several? = length(codebases) > 1
    hits = results.hits |> Enum.with_index(1) |> Enum.flat_map(&hit(&1, several?))
    none = if hits == [], do: ["Nothing was found for #{inspect(results.query)}."], else: []
    none ++ hits ++ notes(results)
  end

  defp hit({hit, number}, several?) do
    [
      "#{number}. #{place(hit)}  #{Hit.full_name(hit)}#{kind(hit)}#{codebase(hit, several?)}",
      indented(hit.signature),
      indented(hit.documentation),
      indented(why(hit)),
      ""
    ]
    |> Enum.reject(&is_nil/1)
    |> Enum.map(&harmless/1)
  end

  # What a file contains must not steer a terminal, nor turn the order of what is read there.
  defp harmless(line),
    do: String.replace(line, ~r/[\p{Cc}\x{202A}-\x{202E}\x{2066}-\x{2069}]/u, "\u{FFFD}")

  defp place(hit), do: "#{hit.path}:#{hit.start_line}"

  defp kind(%{role: "source", kind: kind}), do: " (#{kind})"
  defp kind(%{role: role, kind: kind}), do: " (#{kind}, #{role})"

  defp codebase(hit, true), do: " in #{hit.codebase_id}"
  defp codebase(_hit, false), do: ""

  defp indented(text) when text in [nil, ""], do: nil
  defp indented(text), do: "   " <> cut(text)

  defp cut(text) do
    if String.length(text) > @width, do: String.slice(text, 0, @width - 1) <> "…", else: text
  end

  defp why(%{exact: :name}), do: "its name"
  defp why(%{exact: :path}), do: "in the file of this path"

  defp why(hit) do
    [words(hit.matched, hit.word_rank), near(hit.near), meaning(hit.cosine, hit.vector_rank)]
    |> Enum.reject(&is_nil/1)
    |> Enum.join("; ")
  end

  defp words([], _rank), do: nil
  defp words(words, nil), do: "words #{Enum.join(words, ", ")}"
  defp words(words, rank), do: "words #{Enum.join(words, ", ")} (rank #{rank})"

  defp near([]), do: nil

  defp near(pairs),
    do: "near " <> Enum.map_join(pairs, ", ", fn {asked, found, _} -> "#{asked}: #{found}" end)

  defp meaning(nil, _rank), do: nil
  defp meaning(cosine, nil), do: "meaning #{decimals(cosine)}"
  defp meaning(cosine, rank), do: "meaning #{decimals(cosine)} (rank #{rank})"

  defp decimals(number), do: :erlang.float_to_binary(number, decimals: 2)

  @doc "What keeps the answer from being complete."
  @spec notes(Results.t()) :: [String.t()]
  def notes(results) do
    [
      pending(results.pending),
      case results.vectors do
        {:error, reason} -> "Found by words only: #{Error.message(reason)}."
        _used_or_off -> nil
      end
    ]
    |> Enum.reject(&is_nil/1)
  end

  defp pending(0), do: nil
  defp pending(1), do: "1 file is not indexed yet."
  defp pending(count), do: "#{count} files are not indexed yet."

  @doc "All of it as one JSON object."
  @spec json(Results.t()) :: iodata()
  def json(%Results{} = results) do
    JSON.encode(%{
      query: results.query,
      complete: Results.complete?(results),
      pending: results.pending,
      vectors: vectors(results.vectors),
      hits: Enum.map(results.hits, &hit_map/1)
    })
  end

  defp hit_map(hit) do
    near =
      for {asked, found, cosine} <- hit.near, do: %{asked: asked, found: found, cosine: cosine}

    %{Map.from_struct(hit) | near: near}
  end

  defp vectors({:error, reason}), do: Error.message(reason)
  defp vectors(word), do: word
end
