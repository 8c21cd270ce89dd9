if Code.ensure_loaded?(Ecto.Schema) do
  defmodule ParserEngine.Schema.CodeSymbol do
    @moduledoc """
    `code_symbols` for a host's queries: the definitions that code is searched by. Read only.

    Words and vectors are left out: `ParserEngine.search/2` asks by them. Tables in another schema than
    `public` are read with `prefix:`.
    """

    use Ecto.Schema

    alias ParserEngine.Schema.CodebaseMetadata

    @primary_key false
    schema "code_symbols" do
      field(:codebase_id, :string, primary_key: true)
      field(:id, :integer, primary_key: true)
      belongs_to(:file, CodebaseMetadata, references: :id, type: :integer)
      field(:key, :string)
      field(:name, :string)
      field(:container, :string)
      field(:kind, :string)
      field(:role, :string)
      field(:language, :string)
      field(:start_line, :integer)
      field(:end_line, :integer)
      field(:signature, :string)
      field(:documentation, :string)
      field(:lexeme_count, :integer)
      field(:embedding_model, :string)
    end
  end
end
