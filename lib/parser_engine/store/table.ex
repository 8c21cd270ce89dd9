defmodule ParserEngine.Store.Table do
  @moduledoc false
  # The two tables as data: what differs between them is here and nowhere else.

  @enforce_keys [:name, :path, :hash, :size, :columns, :large, :stamps]
  defstruct @enforce_keys

  @type t :: %__MODULE__{
          name: :code_files | :codebase_metadata,
          path: String.t(),
          hash: String.t(),
          size: String.t(),
          columns: [String.t()],
          large: [String.t()],
          stamps: [String.t()]
        }

  # `columns` are those that an analysis writes; embeddings, ranks and coverage belong to others.
  @code_files ~w(codebase_id codebase_path file_path language content file_size line_count hash
                 ast_json functions classes imports exports symbols metadata parse_status
                 error_count analysis_version generation mtime_ns ctime_ns inode)

  @codebase_metadata ~w(codebase_id codebase_path path size lines language last_modified file_type
                        cyclomatic_complexity cognitive_complexity maintainability_index
                        nesting_depth function_count class_count struct_count enum_count
                        trait_count interface_count total_lines code_lines comment_lines
                        blank_lines halstead_vocabulary halstead_length halstead_volume
                        halstead_difficulty halstead_effort technical_debt_ratio
                        code_smells_count documentation_coverage vulnerability_count
                        security_score domains patterns features performance_characteristics
                        security_characteristics business_context
                        imports exports metadata functions classes structs
                        enums traits clone_tokens content_hash parse_status
                        error_count analysis_version generation mtime_ns ctime_ns inode)

  # Those of them that may be kept out of line, where an update that leaves them alone is cheap.
  @code_files_large ~w(content ast_json functions classes imports exports symbols metadata)
  @codebase_metadata_large ~w(domains patterns features performance_characteristics
                              security_characteristics imports exports metadata functions
                              classes structs enums traits clone_tokens)

  # All scalar columns but the content, in table order.
  @code_files_scalars ~w(id codebase_id codebase_path file_path language file_size line_count hash
                         parse_status error_count analysis_version generation mtime_ns ctime_ns inode
                         parse_timeout parsed_at inserted_at updated_at)a

  @codebase_metadata_scalars ~w(id codebase_id codebase_path path size lines language
                                last_modified file_type cyclomatic_complexity
                                cognitive_complexity maintainability_index nesting_depth
                                function_count class_count struct_count enum_count trait_count
                                interface_count total_lines code_lines comment_lines blank_lines
                                halstead_vocabulary halstead_length halstead_volume
                                halstead_difficulty halstead_effort pagerank_score
                                centrality_score dependency_count dependent_count
                                technical_debt_ratio code_smells_count duplication_percentage clone_count
                                security_score vulnerability_count quality_score test_coverage
                                documentation_coverage embedding_model content_hash parse_status
                                error_count analysis_version generation mtime_ns ctime_ns inode
                                parse_timeout coverage_hash coverage_stale created_at
                                updated_at)a

  @doc false
  @spec fetch(ParserEngine.Config.table()) :: t()
  def fetch(:code_files) do
    %__MODULE__{
      name: :code_files,
      path: "file_path",
      hash: "hash",
      size: "file_size",
      columns: @code_files,
      large: @code_files_large,
      stamps: ["parsed_at", "updated_at"]
    }
  end

  def fetch(:codebase_metadata) do
    %__MODULE__{
      name: :codebase_metadata,
      path: "path",
      hash: "content_hash",
      size: "size",
      columns: @codebase_metadata,
      large: @codebase_metadata_large,
      stamps: ["updated_at"]
    }
  end

  @doc "The columns of a record, as atoms."
  @spec scalars(t()) :: [atom()]
  def scalars(%__MODULE__{name: :code_files}), do: @code_files_scalars
  def scalars(%__MODULE__{name: :codebase_metadata}), do: @codebase_metadata_scalars

  @doc "The schema-qualified, quoted name."
  @spec qualified(String.t(), atom() | String.t()) :: String.t()
  def qualified(prefix, name), do: quote_name(prefix) <> "." <> quote_name(to_string(name))

  @doc "The same as the text of a `regclass`."
  @spec literal(String.t(), atom() | String.t()) :: String.t()
  def literal(prefix, name), do: prefix |> qualified(name) |> text()

  @doc "A text in single quotes."
  @spec text(String.t()) :: String.t()
  def text(text), do: "'" <> String.replace(text, "'", "''") <> "'"

  @doc "An identifier in double quotes."
  @spec quote_name(String.t()) :: String.t()
  def quote_name(name), do: ~s("#{String.replace(name, ~s("), ~s(""))}")
end
