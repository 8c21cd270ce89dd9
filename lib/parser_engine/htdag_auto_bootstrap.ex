defmodule ParserEngine.HTDAGAutoBootstrap do
  @moduledoc """
  The writer of `code_files`.

  It works without the NIF too, in plain Elixir and with what Elixir can know: path, language,
  content, size, lines, and for Elixir files the quoted syntax tree and its definitions. Such rows
  carry the analysis version `elixir-fallback` and are analysed again once the NIF is back.
  """

  alias ParserEngine.{Error, Ingest, Instances, SingleFile}

  @doc """
  Writes the row of a module's source file, or of a path, into `code_files` only.

  A relative path is taken from the codebase's root. Answers the row's scalar columns.
  `{:error, :no_module}` means that there is no such module or that its source is not known.
  """
  @spec persist_module_to_db(module() | Path.t(), String.t(), keyword()) ::
          {:ok, map()} | {:error, Error.reason()}
  def persist_module_to_db(module_or_path, codebase_id, options \\ []) do
    options = Keyword.put(options, :codebase_id, codebase_id)

    with {:ok, path} <- source(module_or_path),
         do: SingleFile.store(path, options, :code_files)
  end

  @doc "Compares the tree with the tables and brings them up to date, as at the start."
  @spec bootstrap(keyword()) :: {:ok, Ingest.Summary.t()} | {:error, Error.reason()}
  def bootstrap(options) do
    with {:ok, config} <- Instances.config(options), do: Ingest.run(config)
  end

  defp source(path) when is_binary(path), do: {:ok, path}

  defp source(module) when is_atom(module) do
    with true <- Code.ensure_loaded?(module),
         source when is_list(source) <- module.module_info(:compile)[:source],
         # A module that was typed has "nofile" or "iex" there.
         extension when extension != [] <- :filename.extension(source) do
      {:ok, List.to_string(source)}
    else
      _unknown -> {:error, :no_module}
    end
  end
end
