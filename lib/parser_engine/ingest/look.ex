defmodule ParserEngine.Ingest.Look do
  @moduledoc false
  # How a person looks at what was written: statements to type, and the psql that takes them.

  alias ParserEngine.Config
  alias ParserEngine.Store.Table

  @doc "Statements with what each shows; they run as they are."
  @spec queries(Config.t()) :: [{String.t(), String.t()}]
  def queries(config) do
    codebase = literal(config.codebase_id)
    code_files = table(config, :code_files)
    codebase_metadata = table(config, :codebase_metadata)

    [
      {"the most complex functions",
       """
       SELECT (f->>'cyclomatic_complexity')::int AS cyclomatic, f->>'name' AS function,
              file_path || ':' || (f->>'start_line') AS place
       FROM #{code_files}, jsonb_array_elements(functions) AS f
       WHERE codebase_id = #{codebase} ORDER BY 1 DESC NULLS LAST LIMIT 10;
       """},
      {"the most imported",
       """
       SELECT i->>'source' AS imported, count(DISTINCT path) AS files
       FROM #{codebase_metadata}, jsonb_array_elements(imports) AS i
       WHERE codebase_id = #{codebase} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10;
       """},
      {"the largest files",
       """
       SELECT total_lines, size, path FROM #{codebase_metadata}
       WHERE codebase_id = #{codebase} ORDER BY 1 DESC NULLS LAST LIMIT 10;
       """}
    ]
  end

  defp table(%{prefix: "public"}, name), do: to_string(name)
  defp table(config, name), do: Table.qualified(config.prefix, name)

  defp literal(text), do: "'" <> String.replace(text, "'", "''") <> "'"

  @doc "The psql for a private server; the script that starts the server first, where there is one."
  @spec psql(ParserEngine.PrivatePostgres.t(), stays? :: boolean()) :: String.t()
  def psql(server, stays?) do
    case {stays?, script()} do
      {false, script} when script != nil -> script
      _ -> client(server)
    end
  end

  defp client(server) do
    program = Path.join(server.bin_dir, "psql")

    "#{program} -h #{server.socket_dir} -p #{server.port} -U #{server.username} " <>
      "-d #{server.database}"
  end

  # The release of a host has no such script beside it.
  defp script do
    path = Path.expand("../../../bin/psql", __DIR__)
    if File.exists?(path), do: path
  end
end
