defmodule ParserEngine.Coverage.ExternalTerm do
  @moduledoc false
  # Terms in Erlang's external format, from outside: `binary_to_term` would make an atom of every
  # name in them, or with `:safe` refuse the names of all modules that are not loaded. Here an atom
  # is `{:name, text}`. Only the kinds of terms that plain data consists of are known.

  alias ParserEngine.Coverage.Natural

  @type t :: integer() | String.t() | [t()] | tuple()

  @version 131
  @compressed 80
  @kinds [97, 98, 100, 104, 105, 106, 107, 108, 109, 110, 115, 118, 119]
  # Nothing that is plain data is nested deeper.
  @deepest 16
  @longest_integer 8

  @doc "The term, and how many bytes it had when it was unpacked, which may be at most `most`."
  @spec decode(binary(), non_neg_integer()) ::
          {:ok, t(), unpacked :: non_neg_integer()} | {:error, String.t()}
  def decode(<<@version, @compressed, size::32, packed::binary>>, most) do
    with {:ok, bytes} <- unpack(packed, size, most), do: whole(bytes)
  end

  def decode(<<@version, bytes::binary>>, _most), do: whole(bytes)
  def decode(_bytes, _most), do: {:error, "no term"}

  defp whole(bytes) do
    case term(bytes, @deepest) do
      {:ok, term, ""} -> {:ok, term, byte_size(bytes)}
      {:ok, _term, _rest} -> {:error, "bytes after a term"}
      failure -> failure
    end
  end

  defp unpack(_packed, size, most) when size > most, do: {:error, "it unpacks to too many bytes"}

  defp unpack(packed, size, _most) do
    stream = :zlib.open()

    try do
      :ok = :zlib.inflateInit(stream)
      stream |> :zlib.safeInflate(packed) |> inflated(stream, size, [])
    rescue
      _damaged in [ErlangError, ArgumentError] -> {:error, "a packed term that is damaged"}
    after
      :zlib.close(stream)
    end
  end

  defp inflated({step, output}, stream, size, done) do
    done = [done, output]

    case {IO.iodata_length(done), step} do
      {^size, :finished} -> {:ok, IO.iodata_to_binary(done)}
      {length, :continue} when length <= size -> inflate_on(stream, size, done)
      _other -> {:error, "a packed term of another size than it says"}
    end
  end

  defp inflate_on(stream, size, done),
    do: stream |> :zlib.safeInflate([]) |> inflated(stream, size, done)

  defp term(_bytes, 0), do: {:error, "a term that is nested too deep"}
  defp term(<<97, integer, rest::binary>>, _depth), do: {:ok, integer, rest}
  defp term(<<98, integer::32-signed, rest::binary>>, _depth), do: {:ok, integer, rest}

  defp term(<<110, length, sign, digits::binary-size(length), rest::binary>>, _depth),
    do: {:ok, integer(sign, digits), rest}

  defp term(<<100, length::16, name::binary-size(length), rest::binary>>, _depth),
    do: latin1(name, rest)

  defp term(<<115, length, name::binary-size(length), rest::binary>>, _depth),
    do: latin1(name, rest)

  defp term(<<118, length::16, name::binary-size(length), rest::binary>>, _depth),
    do: utf8(name, rest)

  defp term(<<119, length, name::binary-size(length), rest::binary>>, _depth),
    do: utf8(name, rest)

  defp term(<<104, arity, rest::binary>>, depth), do: tuple(arity, rest, depth)
  defp term(<<105, arity::32, rest::binary>>, depth), do: tuple(arity, rest, depth)
  defp term(<<106, rest::binary>>, _depth), do: {:ok, [], rest}

  defp term(<<107, length::16, bytes::binary-size(length), rest::binary>>, _depth),
    do: {:ok, :binary.bin_to_list(bytes), rest}

  defp term(<<108, length::32, rest::binary>>, depth), do: list(length, rest, depth)

  defp term(<<109, length::32, bytes::binary-size(length), rest::binary>>, _depth),
    do: {:ok, bytes, rest}

  defp term(<<kind, _rest::binary>>, _depth) when kind not in @kinds,
    do: {:error, "a term of the unknown kind #{kind}"}

  defp term(_bytes, _depth), do: {:error, "it ends within a term"}

  # A count of more bytes than this is one that has run over.
  defp integer(_sign, digits) when byte_size(digits) > @longest_integer do
    {:ok, most} = Natural.parse(String.duplicate("9", 20))
    most
  end

  defp integer(sign, digits) do
    value = :binary.decode_unsigned(digits, :little)
    if sign == 0, do: value, else: -value
  end

  defp latin1(name, rest), do: {:ok, {:name, :unicode.characters_to_binary(name, :latin1)}, rest}

  defp utf8(name, rest) do
    if String.valid?(name),
      do: {:ok, {:name, name}, rest},
      else: {:error, "a name that is not UTF-8"}
  end

  defp tuple(arity, bytes, depth) do
    with {:ok, elements, rest} <- terms(arity, bytes, depth - 1, []),
         do: {:ok, List.to_tuple(elements), rest}
  end

  defp list(length, bytes, depth) do
    with {:ok, elements, rest} <- terms(length, bytes, depth - 1, []) do
      case term(rest, depth - 1) do
        {:ok, [], rest} -> {:ok, elements, rest}
        {:ok, _tail, _rest} -> {:error, "a list with a tail"}
        failure -> failure
      end
    end
  end

  defp terms(0, bytes, _depth, done), do: {:ok, Enum.reverse(done), bytes}

  defp terms(count, bytes, depth, done) do
    with {:ok, term, rest} <- term(bytes, depth), do: terms(count - 1, rest, depth, [term | done])
  end
end
