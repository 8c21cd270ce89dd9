defmodule ParserEngine.Redaction do
  @moduledoc false
  # Hides secrets of known shapes in a text, as native/code_analysis/src/redaction.rs does, by the
  # same table. Here for what does not come from there: the rows of the fallback, and words that
  # quote a row.

  @table Path.expand("../../native/code_analysis/secrets.tsv", __DIR__)
  @external_resource @table

  @rows for row <- @table |> File.read!() |> String.split("\n", trim: true),
            not String.starts_with?(row, "#"),
            do: row |> String.split("\t") |> List.to_tuple()

  @placeholder Enum.find_value(@rows, fn {id, _, _, pattern} -> id == "placeholder" && pattern end)

  @rules for {id, fewest_bytes, words, pattern} <- @rows,
             id != "placeholder",
             do: {String.to_integer(fewest_bytes), String.split(words), pattern}

  @words for({_, words, _} <- @rules, word <- words, uniq: true, do: word)

  @kept [?\s, ?\t, ?\n, ?\f, ?\r, ?", ?', ?`, ?\\]

  @typep range :: {start :: non_neg_integer(), length :: non_neg_integer()}

  @doc """
  The text, as long as before, and how many secrets are hidden in it.

      iex> ParserEngine.Redaction.redact("amqp://shop:kT4vQ9wz@mq/")
      {"amqp://shop:********@mq/", 1}
  """
  @spec redact(String.t()) :: {String.t(), non_neg_integer()}
  def redact(text) do
    secrets = if contains?(text, @words), do: secrets(text), else: []
    {text |> pieces(secrets, 0) |> IO.iodata_to_binary(), length(secrets)}
  end

  defp contains?(text, words), do: :binary.match(text, words) != :nomatch

  # In file order, none within another.
  @spec secrets(String.t()) :: [range()]
  defp secrets(text) do
    found = for {_, words, _} = rule <- @rules, contains?(text, words), do: found(text, rule)
    found |> Enum.concat() |> Enum.sort() |> Enum.reduce([], &join/2) |> Enum.reverse()
  end

  defp join({start, length}, [{first, before} | done]) when start < first + before,
    do: [{first, max(first + before, start + length) - first} | done]

  defp join(range, done), do: [range | done]

  defp found(text, {fewest_bytes, _words, pattern}) do
    bare = pattern |> String.trim_leading("<") |> String.replace_suffix(">", "")

    likely? = fn whole, {start, length} = secret ->
      (bare == pattern or word?(pattern, text, whole, start + length)) and
        likely?(part(text, secret), fewest_bytes)
    end

    shaped(text, compiled(bare), likely?, 0)
  end

  defp shaped(text, pattern, likely?, at) do
    case :re.run(text, pattern, [:report_errors, offset: at, capture: [0, 1]]) do
      {:match, [{whole, _length}, {start, length} = secret]} ->
        if likely?.(whole, secret),
          do: [secret | shaped(text, pattern, likely?, start + length)],
          else: shaped(text, pattern, likely?, start)

      :nomatch ->
        []

      # Too much to try: rather all of it than a secret.
      {:error, _limit} ->
        [{at, byte_size(text) - at}]
    end
  end

  # What the signs of the table ask for.
  defp word?(pattern, text, start, last) do
    (not String.starts_with?(pattern, "<") or begins?(binary_part(text, 0, start))) and
      (not String.ends_with?(pattern, ">") or ends?(text, last))
  end

  # Letters that belong to an escape are not part of a word.
  defp begins?(before) do
    before == "" or String.ends_with?(before, ["\\n", "\\r", "\\t"]) or
      not alphanumeric?(:binary.last(before))
  end

  defp ends?(text, last),
    do: last == byte_size(text) or not alphanumeric?(:binary.at(text, last))

  defp alphanumeric?(byte), do: byte in ?0..?9 or byte in ?A..?Z or byte in ?a..?z

  defp part(text, {start, length}), do: binary_part(text, start, length)

  defp compiled(pattern) do
    {:ok, compiled} = :re.compile(pattern, [:unicode])
    compiled
  end

  defp likely?(secret, fewest_bytes) do
    different = secret |> :binary.bin_to_list() |> Enum.uniq() |> length()
    different >= fewest_bytes and :re.run(secret, compiled(@placeholder)) == :nomatch
  end

  defp pieces(text, [], at), do: [part(text, {at, byte_size(text) - at})]

  defp pieces(text, [{start, length} | secrets], at) do
    hidden = text |> part({start, length}) |> hide("")
    [part(text, {at, start - at}), hidden | pieces(text, secrets, start + length)]
  end

  # White space, quotes and escapes stay: a key may stand in several lines or literals.
  defp hide(<<?\\, escaped, rest::binary>>, done) when escaped < 0x80,
    do: hide(rest, <<done::binary, ?\\, escaped>>)

  defp hide(<<byte, rest::binary>>, done) when byte in @kept,
    do: hide(rest, <<done::binary, byte>>)

  defp hide(<<_, rest::binary>>, done), do: hide(rest, <<done::binary, ?*>>)
  defp hide(<<>>, done), do: done
end
