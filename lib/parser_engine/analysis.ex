defmodule ParserEngine.Analysis do
  @moduledoc """
  What is in one file, without any database.

  Numbers that the file's language does not have, or that could not be measured, are `nil`. Lines
  count from 1, bytes from 0; `end_byte` is one past the last byte, so that
  `binary_part(content, start_byte, end_byte - start_byte)` is a symbol's text.
  """

  alias ParserEngine.Analysis.{
    BusinessContext,
    Clause,
    Export,
    Finding,
    Halstead,
    Import,
    Reference,
    Smell,
    Symbol,
    Tag
  }

  defstruct [
    :path,
    :language,
    :file_type,
    :parse_status,
    :content,
    :content_hash,
    :lines,
    :cyclomatic_complexity,
    :cognitive_complexity,
    :nesting_depth,
    :halstead,
    :maintainability_index,
    :smells,
    :technical_debt_ratio,
    :documentation_coverage,
    :vulnerability_count,
    :security_score,
    :findings,
    :domains,
    :patterns,
    :features,
    :performance_characteristics,
    :security_characteristics,
    :business_context,
    :counts,
    :symbols,
    :imports,
    :exports,
    :references,
    :quoted,
    :modules,
    :ast_json,
    :error_count,
    :metadata,
    :columns
  ]

  @type t :: %__MODULE__{
          path: String.t(),
          language: String.t(),
          file_type: String.t(),
          parse_status: String.t(),
          content: String.t() | nil,
          content_hash: String.t(),
          lines:
            %{
              total: non_neg_integer(),
              blank: non_neg_integer(),
              code: non_neg_integer() | nil,
              comment: non_neg_integer() | nil,
              doc: non_neg_integer() | nil
            }
            | nil,
          cyclomatic_complexity: pos_integer() | nil,
          cognitive_complexity: non_neg_integer() | nil,
          nesting_depth: non_neg_integer() | nil,
          halstead: Halstead.t() | nil,
          maintainability_index: float() | nil,
          smells: [Smell.t()] | nil,
          technical_debt_ratio: float() | nil,
          documentation_coverage: float() | nil,
          vulnerability_count: non_neg_integer() | nil,
          security_score: float() | nil,
          findings: [Finding.t()] | nil,
          domains: [Tag.t()] | nil,
          patterns: [Tag.t()] | nil,
          features: [Tag.t()] | nil,
          performance_characteristics: [Tag.t()] | nil,
          security_characteristics: [Tag.t()] | nil,
          business_context: BusinessContext.t() | nil,
          counts: %{atom() => non_neg_integer() | nil},
          symbols: [Symbol.t()] | nil,
          imports: [Import.t()] | nil,
          exports: [Export.t()] | nil,
          references: [Reference.t()] | nil,
          quoted: [Reference.t()] | nil,
          modules: [String.t()] | nil,
          ast_json: String.t() | nil,
          error_count: non_neg_integer() | nil,
          metadata: map(),
          columns: %{atom() => boolean() | [String.t()] | nil}
        }

  @function_kinds ~w(function method macro guard delegate anonymous_function field_initializer
                     static_block)

  # Named for their atoms, see load_field_names/0.
  @inner_fields [:total, :blank, :code, :comment, :doc, :measures] ++
                  [:functions, :classes, :structs, :enums, :traits, :interfaces] ++
                  [:imports, :exports] ++
                  [:lossy, :ast_truncated, :error_bytes, :error_share, :scanned_symbols] ++
                  [:missing_count, :doc_lines, :clauses, :parameters, :exits] ++
                  [:documentable, :documented, :halstead, :symbols_truncated, :links_truncated] ++
                  [:findings_truncated, :suppressed]

  @structs [BusinessContext, Clause, Export, Finding, Halstead, Import, Reference, Smell, Symbol] ++
             [Tag, Tag.Evidence]

  @tags [:domains, :patterns, :features] ++
          [:performance_characteristics, :security_characteristics]

  @doc "The functions, methods and macros among the symbols."
  @spec functions(t()) :: [Symbol.t()]
  def functions(%__MODULE__{} = analysis), do: of_kinds(analysis, @function_kinds)

  @doc "The symbols that the language's users call classes: those of the column `classes`."
  @spec classes(t()) :: [Symbol.t()]
  def classes(%__MODULE__{} = analysis), do: of_kinds(analysis, analysis.columns.classes || [])

  @doc false
  # The NIF makes atoms of field names only where they exist: this module and its structs name all.
  @spec load_field_names() :: [atom()]
  def load_field_names do
    Enum.each([__MODULE__ | @structs], &Code.ensure_loaded!/1)
    @inner_fields
  end

  @doc false
  @spec from_native(map(), String.t()) :: t()
  def from_native(fields, content_hash) do
    __MODULE__
    |> struct(plain(fields))
    |> Map.put(:content_hash, content_hash)
    |> Map.update!(:lines, &plain/1)
    |> Map.update!(:counts, &plain/1)
    |> Map.update!(:columns, &plain/1)
    |> Map.update!(:metadata, &metadata/1)
    |> Map.update!(:halstead, &struct_of(&1, Halstead))
    |> Map.update!(:symbols, &symbols/1)
    |> Map.update!(:imports, &structs(&1, Import))
    |> Map.update!(:exports, &structs(&1, Export))
    |> Map.update!(:smells, &structs(&1, Smell))
    |> Map.update!(:references, &structs(&1, Reference))
    |> Map.update!(:quoted, &structs(&1, Reference))
    |> Map.update!(:findings, &structs(&1, Finding))
    |> Map.update!(:business_context, &struct_of(&1, BusinessContext))
    |> with_tags()
  end

  defp with_tags(analysis),
    do: Enum.reduce(@tags, analysis, &Map.update!(&2, &1, fn tags -> tags(tags) end))

  defp tags(nil), do: nil

  defp tags(list) do
    for tag <- structs(list, Tag), do: Map.update!(tag, :evidence, &structs(&1, Tag.Evidence))
  end

  defp of_kinds(analysis, kinds), do: Enum.filter(analysis.symbols || [], &(&1.kind in kinds))

  defp symbols(nil), do: nil
  defp symbols(list), do: Enum.map(list, &symbol/1)

  # What is measured of a function is a struct of its own only in Rust.
  defp symbol(fields) do
    {measures, fields} = Map.pop!(plain(fields), :measures)

    Symbol
    |> struct(Map.merge(fields, plain(measures)))
    |> Map.update!(:halstead, &struct_of(&1, Halstead))
    |> Map.update!(:clauses, &structs(&1, Clause))
  end

  defp metadata(fields) do
    case plain(fields) do
      %{halstead: halstead} = metadata -> %{metadata | halstead: struct_of(halstead, Halstead)}
      metadata -> metadata
    end
  end

  defp structs(nil, _module), do: nil
  defp structs(list, module), do: Enum.map(list, &struct_of(&1, module))

  defp struct_of(nil, _module), do: nil
  defp struct_of(fields, module), do: struct(module, plain(fields))

  # A Rust struct arrives with its name under :__struct__, which is no module here.
  defp plain(nil), do: nil
  defp plain(fields), do: Map.delete(fields, :__struct__)

  defimpl Inspect do
    import Inspect.Algebra

    @shown [:path, :language, :parse_status, :cyclomatic_complexity, :cognitive_complexity] ++
             [:nesting_depth, :maintainability_index, :counts]

    def inspect(analysis, opts) do
      fields = for name <- @shown, value = Map.fetch!(analysis, name), do: {name, value}
      lengths = for name <- [:symbols, :imports, :exports], do: {name, size(analysis, name)}
      concat(["#ParserEngine.Analysis<", to_doc(fields ++ lengths, opts), ">"])
    end

    defp size(analysis, name) do
      case Map.fetch!(analysis, name) do
        nil -> nil
        list -> length(list)
      end
    end
  end
end
