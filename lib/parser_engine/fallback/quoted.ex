defmodule ParserEngine.Fallback.Quoted do
  @moduledoc false
  # Elixir's own syntax tree of a file, in which each name that the file brought is
  # `{:atom, string}`: atoms are never freed, so no file may make one. Operators and a few other
  # names of the grammar itself are true atoms.
  #
  # As JSON a node is `[name, line, argument, …]`:
  #
  #   * a variable has no arguments, a call without any has one empty array: `["x", 3]`, `["x", 3, []]`
  #   * the name of a remote or computed call is a node itself
  #   * lists, pairs and atoms have no line: `["[]", null, …]`, `["{}", null, a, b]`, `[":", null, "ok"]`
  #   * numbers, strings and booleans are themselves; long ones, and what is deeper than
  #     256 levels or behind the first megabyte, are null

  alias ParserEngine.JSON

  @max_depth 256
  @max_bytes 1_000_000
  @max_leaf_bytes 64

  @type t :: Macro.t()

  @spec parse(String.t()) :: {:ok, t} | {:error, :syntax}
  def parse(text) do
    case Code.string_to_quoted(text, options()) do
      {:ok, quoted} -> {:ok, quoted}
      {:error, _where_and_why} -> {:error, :syntax}
    end
  rescue
    # The tokenizer expects atoms in the text of some of its own error messages.
    _error -> {:error, :syntax}
  end

  defp options do
    [
      static_atoms_encoder: fn name, _meta -> {:ok, {:atom, name}} end,
      token_metadata: true,
      emit_warnings: false,
      warnings: false
    ]
  end

  @doc "The text of a name, `nil` where the name is computed."
  @spec name(t) :: String.t() | nil
  def name({:atom, name}), do: name
  def name(atom) when is_atom(atom), do: Atom.to_string(atom)
  def name(_computed), do: nil

  @spec to_json(t) :: {JSON.value(), truncated? :: boolean}
  def to_json(quoted) do
    {json, room} = node(quoted, %{depth: @max_depth, bytes: @max_bytes, truncated: false})
    {{:fragment, json}, room.truncated}
  end

  defp node(_quoted, %{depth: depth, bytes: bytes} = room) when depth <= 0 or bytes <= 0 do
    {"null", %{room | truncated: true}}
  end

  defp node({:atom, name}, room), do: array([":", nil, short(name)], [], room)

  defp node({form, meta, arguments}, room) when is_list(meta) do
    array([head(form), meta[:line]], form |> computed() |> Kernel.++(called(arguments)), room)
  end

  defp node({left, right}, room), do: array(["{}", nil], [left, right], room)
  defp node(list, room) when is_list(list), do: array(["[]", nil], list, room)
  defp node(boolean, room) when is_boolean(boolean), do: leaf(boolean, room)
  defp node(atom, room) when is_atom(atom), do: array([":", nil, Atom.to_string(atom)], [], room)
  defp node(literal, room), do: literal |> short() |> leaf(room)

  defp head(form), do: name(form) || ""
  defp computed(form), do: if(name(form), do: [], else: [form])

  defp called(context) when is_atom(context), do: []
  defp called([]), do: [:no_arguments]
  defp called(arguments), do: arguments

  defp array(head, children, room) do
    head = head |> Enum.map(&JSON.encode/1) |> Enum.intersperse(?,)
    inner = %{spend(room, head) | depth: room.depth - 1}
    {children, inner} = Enum.reduce(children, {[], inner}, &child/2)
    {[?[, head, Enum.reverse(children), ?]], %{inner | depth: room.depth}}
  end

  defp child(_quoted, {done, %{bytes: bytes} = room}) when bytes <= 0 do
    {done, %{room | truncated: true}}
  end

  defp child(:no_arguments, {done, room}), do: {[",[]" | done], room}

  defp child(quoted, {done, room}) do
    {json, room} = node(quoted, room)
    {[[?,, json] | done], room}
  end

  defp leaf(value, room) do
    json = JSON.encode(value)
    {json, spend(room, json)}
  end

  # Brackets and commas cost something too.
  defp spend(room, json), do: %{room | bytes: room.bytes - IO.iodata_length(json) - 3}

  defp short(string) when is_binary(string) and byte_size(string) <= @max_leaf_bytes, do: string
  defp short(float) when is_float(float), do: float
  defp short(integer) when is_integer(integer) and abs(integer) < 1.0e18, do: integer
  defp short(_long), do: nil
end
