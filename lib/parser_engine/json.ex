defmodule ParserEngine.JSON do
  @moduledoc false
  # JSON text that PostgreSQL's jsonb accepts: it refuses U+0000 and anything that is not UTF-8,
  # which therefore become "?".

  alias ParserEngine.Fallback.Text

  @type value ::
          nil
          | boolean
          | number
          | String.t()
          | [value]
          | %{optional(atom | String.t()) => value}
          | {:fragment, iodata}

  @escapes Map.merge(
             Map.new(1..0x1F, &{&1, "\\u00" <> Base.encode16(<<&1>>, case: :lower)}),
             %{
               ?" => "\\\"",
               ?\\ => "\\\\",
               ?\b => "\\b",
               ?\t => "\\t",
               ?\n => "\\n",
               ?\f => "\\f",
               ?\r => "\\r"
             }
           )

  @doc "A `{:fragment, json}` is taken as it is."
  @spec encode(value) :: iodata
  def encode(nil), do: "null"
  def encode(true), do: "true"
  def encode(false), do: "false"
  def encode(integer) when is_integer(integer), do: Integer.to_string(integer)
  def encode(float) when is_float(float), do: Float.to_string(float)
  def encode(string) when is_binary(string), do: [?", escape(string), ?"]
  def encode(atom) when is_atom(atom), do: encode(Atom.to_string(atom))
  def encode({:fragment, json}), do: json
  def encode(list) when is_list(list), do: [?[, separated(list, &encode/1), ?]]
  def encode(map) when is_map(map), do: [?{, separated(map, &member/1), ?}]

  defp separated(values, encode), do: values |> Enum.map(encode) |> Enum.intersperse(?,)

  defp member({key, value}), do: [encode(to_string(key)), ?:, encode(value)]

  defp escape(string) do
    clean = Text.clean(string)
    escape(clean, clean, 0, 0, [])
  end

  # `string` from `start` on is plain for `length` bytes, and `rest` follows.
  defp escape(<<byte, rest::binary>>, string, start, length, done)
       when is_map_key(@escapes, byte) do
    done = [done, binary_part(string, start, length), Map.fetch!(@escapes, byte)]
    escape(rest, string, start + length + 1, 0, done)
  end

  defp escape(<<_plain, rest::binary>>, string, start, length, done) do
    escape(rest, string, start, length + 1, done)
  end

  defp escape(<<>>, string, start, length, done) do
    [done, binary_part(string, start, length)]
  end
end
