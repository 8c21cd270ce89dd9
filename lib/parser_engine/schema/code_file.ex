if Code.ensure_loaded?(Ecto.Schema) do
  defmodule ParserEngine.Schema.CodeFile do
    @moduledoc """
    `code_files` for a host's queries. Read only: the rows are written by `ParserEngine.Sync`.

    `content` and `ast_json` are loaded only when a query selects them by name. Tables in another schema than `public`
    are read with `prefix:`.
    """

    use Ecto.Schema

    alias ParserEngine.Schema.JSON

    @primary_key false
    schema "code_files" do
      field(:codebase_id, :string, primary_key: true)
      field(:id, :integer, primary_key: true)
      field(:codebase_path, :string)
      field(:file_path, :string)
      field(:language, :string)
      field(:content, :string, load_in_query: false)
      field(:file_size, :integer)
      field(:line_count, :integer)
      field(:hash, :string)
      field(:ast_json, JSON, load_in_query: false)
      field(:functions, JSON)
      field(:classes, JSON)
      field(:imports, JSON)
      field(:exports, JSON)
      field(:symbols, JSON)
      field(:metadata, JSON)
      field(:parse_status, :string)
      field(:error_count, :integer)
      field(:analysis_version, :string)
      field(:generation, :integer)
      field(:mtime_ns, :integer)
      field(:ctime_ns, :integer)
      field(:inode, :integer)
      field(:parse_timeout, :integer)
      field(:parsed_at, :utc_datetime_usec)
      field(:inserted_at, :utc_datetime_usec)
      field(:updated_at, :utc_datetime_usec)
    end
  end
end
