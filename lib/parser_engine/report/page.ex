defmodule ParserEngine.Report.Page do
  @moduledoc false
  # The page: one file, put together from `priv/report` when this is compiled, with the document of
  # the report in it. A browser runs and loads nothing else: the policy names the hashes of the one
  # style and the one script, and no address.

  alias ParserEngine.Report
  alias ParserEngine.Report.Document

  @folder Path.expand("../../../priv/report", __DIR__)

  # In the order in which the browser reads them.
  @styles ~w(base parts drawings media)
  @scripts ~w(elements document_data scales tables excerpts treemap_layout treemap graph_layout
              neighbourhood graph cycles imports overview hotspots issues coverage duplication
              trends page)

  @template_path Path.join(@folder, "page.html")
  @style_paths for name <- @styles, do: Path.join([@folder, "styles", name <> ".css"])
  @script_paths for name <- @scripts, do: Path.join([@folder, "scripts", name <> ".js"])

  for path <- [@template_path | @style_paths ++ @script_paths], do: @external_resource(path)

  @style "\n" <> Enum.map_join(@style_paths, "\n", &File.read!/1)
  @script "\n(() => {\n\"use strict\";\n" <>
            Enum.map_join(@script_paths, "\n", &File.read!/1) <> "})();\n"

  @policy "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; " <>
            Enum.map_join([style: @style, script: @script], "; ", fn {kind, text} ->
              "#{kind}-src 'sha256-#{Base.encode64(:crypto.hash(:sha256, text))}'"
            end)

  # The document comes between: it is never searched for anything.
  [before_data, after_data] =
    @template_path
    |> File.read!()
    |> String.replace("{{policy}}", @policy)
    |> String.replace("{{style}}", @style)
    |> String.replace("{{script}}", @script)
    |> String.split("{{document}}")

  @before_data before_data
  @after_data after_data

  @doc "The page as text."
  @spec html(Report.t()) :: iodata()
  def html(report) do
    document = report |> Document.encode(:columns) |> IO.iodata_to_binary()
    [@before_data, inside_script(document), @after_data]
  end

  @doc """
  JSON that may stand in a script element: nothing in it ends the element, or begins a comment.

      iex> ParserEngine.Report.Page.inside_script(~S({"a":"</script><!--"}))
      ~S({"a":"\\u003c/script\\u003e\\u003c!--"})
  """
  @spec inside_script(String.t()) :: String.t()
  def inside_script(json) do
    String.replace(json, ["<", ">", "&"], fn
      "<" -> "\\u003c"
      ">" -> "\\u003e"
      "&" -> "\\u0026"
    end)
  end
end
