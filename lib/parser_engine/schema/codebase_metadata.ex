if Code.ensure_loaded?(Ecto.Schema) do
  defmodule ParserEngine.Schema.CodebaseMetadata do
    @moduledoc """
    `codebase_metadata` for a host's queries. Read only: the rows are written by `ParserEngine.Sync`.

    `vector_embedding` is loaded only when a query selects it by name. Tables in another schema than `public`
    are read with `prefix:`.
    """

    use Ecto.Schema

    alias ParserEngine.Schema.JSON

    @primary_key false
    schema "codebase_metadata" do
      field(:codebase_id, :string, primary_key: true)
      field(:id, :integer, primary_key: true)
      field(:codebase_path, :string)
      field(:path, :string)
      field(:size, :integer)
      field(:lines, :integer)
      field(:language, :string)
      field(:last_modified, :integer)
      field(:file_type, :string)
      field(:cyclomatic_complexity, :integer)
      field(:cognitive_complexity, :integer)
      field(:maintainability_index, :float)
      field(:nesting_depth, :integer)
      field(:function_count, :integer)
      field(:class_count, :integer)
      field(:struct_count, :integer)
      field(:enum_count, :integer)
      field(:trait_count, :integer)
      field(:interface_count, :integer)
      field(:total_lines, :integer)
      field(:code_lines, :integer)
      field(:comment_lines, :integer)
      field(:blank_lines, :integer)
      field(:halstead_vocabulary, :integer)
      field(:halstead_length, :integer)
      field(:halstead_volume, :float)
      field(:halstead_difficulty, :float)
      field(:halstead_effort, :float)
      field(:pagerank_score, :float)
      field(:centrality_score, :float)
      field(:dependency_count, :integer)
      field(:dependent_count, :integer)
      field(:technical_debt_ratio, :float)
      field(:code_smells_count, :integer)
      field(:duplication_percentage, :float)
      field(:security_score, :float)
      field(:vulnerability_count, :integer)
      field(:quality_score, :float)
      field(:test_coverage, :float)
      field(:documentation_coverage, :float)
      field(:domains, JSON)
      field(:patterns, JSON)
      field(:features, JSON)
      field(:business_context, JSON)
      field(:performance_characteristics, JSON)
      field(:security_characteristics, JSON)
      field(:dependencies, JSON)
      field(:related_files, JSON)
      field(:imports, JSON)
      field(:exports, JSON)
      field(:functions, JSON)
      field(:classes, JSON)
      field(:structs, JSON)
      field(:enums, JSON)
      field(:traits, JSON)
      field(:metadata, JSON)
      field(:vector_embedding, {:array, :float}, load_in_query: false)
      field(:embedding_model, :string)
      field(:content_hash, :string)
      field(:parse_status, :string)
      field(:error_count, :integer)
      field(:analysis_version, :string)
      field(:generation, :integer)
      field(:mtime_ns, :integer)
      field(:ctime_ns, :integer)
      field(:inode, :integer)
      field(:parse_timeout, :integer)
      field(:links_hash, :integer)
      field(:created_at, :utc_datetime_usec)
      field(:updated_at, :utc_datetime_usec)
    end
  end
end
