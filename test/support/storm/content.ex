defmodule ParserEngine.Storm.Content do
  @moduledoc false
  # What a storm writes into files: `{kind, number}` is one content, whatever the file's name says.

  @type t :: {kind :: atom(), number :: non_neg_integer()}

  @limit 20_000
  @kinds [
    :source,
    :source,
    :source,
    :source,
    :broken,
    :empty,
    :binary,
    :late_nul,
    :invalid_utf8,
    :large,
    :refused_file,
    :refused_metadata
  ]

  @doc "The kinds, common ones several times."
  def kinds, do: @kinds

  @doc "`max_file_bytes` for which `:large` is too large."
  def limit, do: @limit

  @spec bytes(t(), Path.t()) :: binary()
  def bytes({:source, number}, path), do: source(Path.extname(path), number)
  def bytes({:broken, number}, _path), do: "def f(((\n  }}} #{number} class <<<\n"
  def bytes({:empty, _number}, _path), do: ""
  def bytes({:binary, number}, _path), do: <<0, 1, 2, number::32>>
  def bytes({:late_nul, number}, path), do: padded(path, number, <<0>>)
  def bytes({:invalid_utf8, number}, path), do: source(Path.extname(path), number) <> <<255, 254>>
  def bytes({:large, number}, path), do: padded(path, number, String.duplicate("# x\n", @limit))
  def bytes({:refused_file, number}, path), do: refused(path, number, "refused_by_code_files")

  def bytes({:refused_metadata, number}, path),
    do: refused(path, number, "refused_by_codebase_metadata")

  # Behind the bytes in which a NUL makes a file binary.
  defp padded(path, number, tail),
    do: source(Path.extname(path), number) <> String.duplicate("# padding\n", 900) <> tail

  defp refused(path, number, name), do: source(Path.extname(path), number, name)

  defp source(extension, number, name \\ "total")

  defp source(".py", number, name),
    do: "import os\n\ndef #{name}(x):\n    return #{number} if x else os.sep\n"

  defp source(".rs", number, name),
    do: "pub fn #{name}(x: u32) -> u32 { if x > #{number} { 1 } else { x } }\n"

  defp source(extension, number, name) when extension in [".ts", ".js"],
    do: "export function #{name}(x) { return x ? #{number} : 2 }\n"

  defp source(".go", number, name),
    do: "package p\n\nfunc #{name}(x int) int {\n\treturn x + #{number}\n}\n"

  defp source(".json", number, name), do: ~s({"#{name}": [#{number}, {"a": null}]}\n)
  defp source(".md", number, name), do: "# #{name} #{number}\n\nText with `code`.\n"
  defp source(".sh", number, name), do: "#{name}() {\n  echo #{number}\n}\n"

  defp source(_elixir, number, name) do
    """
    defmodule M#{number} do
      @moduledoc "#{name}, version #{number}"
      def #{name}(x) when x > #{number}, do: if(x, do: :one, else: :other)
    end
    """
  end
end
