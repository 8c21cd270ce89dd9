defmodule ParserEngine.Analysis do
  @moduledoc """
  What is in one file, without any database.

  Numbers that the file's language does not have, or that could not be measured, are `nil`. Lines
  count from 1, bytes from 0; `end_byte` is one past the last byte, so that
  `binary_part(content, start_byte, end_byte - start_byte)` is a symbol's text.
  """

  alias ParserEngine.Analysis.{Clause, Export, Import, Symbol}

  defstruct [
    :path,
    :language,
    :file_type,
    :parse_status,
    :content,
    :content_hash,
    :lines,
    :cyclomatic_complexity,
    :nesting_depth,
    :counts,
    :symbols,
    :imports,
    :exports,
    :ast_json,
    :error_count,
    :metadata
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
          nesting_depth: non_neg_integer() | nil,
          counts: %{atom() => non_neg_integer() | nil},
          symbols: [Symbol.t()] | nil,
          imports: [Import.t()] | nil,
          exports: [Export.t()] | nil,
          ast_json: String.t() | nil,
          error_count: non_neg_integer() | nil,
          metadata: map()
        }

  @function_kinds ~w(function method macro guard delegate anonymous_function field_initializer
                     static_block)
  @class_kinds ~w(class module)

  # Named for their atoms, see load_field_names/0.
  @inner_fields [:total, :blank, :code, :comment, :doc] ++
                  [:functions, :classes, :structs, :enums, :traits, :interfaces] ++
                  [:lossy, :ast_truncated, :error_bytes, :missing_count, :doc_lines, :clauses]

  @doc "The functions, methods and macros among the symbols."
  @spec functions(t()) :: [Symbol.t()]
  def functions(%__MODULE__{} = analysis), do: of_kinds(analysis, @function_kinds)

  @doc "The classes and modules among the symbols."
  @spec classes(t()) :: [Symbol.t()]
  def classes(%__MODULE__{} = analysis), do: of_kinds(analysis, @class_kinds)

  @doc false
  # The NIF makes atoms of field names only where they exist: this module and its structs name all.
  @spec load_field_names() :: [atom()]
  def load_field_names do
    Enum.each([__MODULE__, Symbol, Clause, Import, Export], &Code.ensure_loaded!/1)
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
    |> Map.update!(:metadata, &plain/1)
    |> Map.update!(:symbols, &symbols/1)
    |> Map.update!(:imports, &structs(&1, Import))
    |> Map.update!(:exports, &structs(&1, Export))
  end

  defp of_kinds(analysis, kinds), do: Enum.filter(analysis.symbols || [], &(&1.kind in kinds))

  defp symbols(nil), do: nil

  defp symbols(list) do
    for symbol <- structs(list, Symbol), do: %{symbol | clauses: structs(symbol.clauses, Clause)}
  end

  defp structs(nil, _module), do: nil
  defp structs(list, module), do: Enum.map(list, &struct(module, plain(&1)))

  # A Rust struct arrives with its name under :__struct__, which is no module here.
  defp plain(nil), do: nil
  defp plain(fields), do: Map.delete(fields, :__struct__)

  defimpl Inspect do
    import Inspect.Algebra

    @shown [:path, :language, :parse_status, :cyclomatic_complexity, :nesting_depth, :counts]

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
