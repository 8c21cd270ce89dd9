defmodule ParserEngine.Native do
  @moduledoc false
  # The NIF, arity by arity; what crosses is documented beside each function in
  # native/parser_engine_nif. Without the library every function answers {:error, :nif_not_loaded}.

  # The number that INTERFACE in native/parser_engine_nif/src/lib.rs has.
  use ParserEngine.Native.Loader, crate: "parser_engine_nif", interface: 11

  def analyze(_reference, _job), do: missing()
  def analysis_version(_redact, _smells), do: missing()
  def cancel(_ticket), do: missing()
  def quarantine(_reference, _folder), do: missing()
  def release_quarantine(_reference, _folder, _hash), do: missing()
  def take_journal_failure(_folder), do: missing()
  def scan(_reference, _root, _filter, _scope), do: missing()
  def explain(_reference, _root, _filter, _paths), do: missing()
  def graph_new(_duplication), do: missing()
  def graph_stage(_reference, _graph, _rows), do: missing()
  def graph_refresh(_reference, _graph, _root, _below), do: missing()
  def graph_compute(_reference, _graph, _score), do: missing()
  def graph_fingerprint(_reference, _graph), do: missing()
  def graph_inputs(_reference, _root, _paths), do: missing()
  def graph_take(_reference, _graph, _rows, _count), do: missing()
  def root_identity(_reference, _root), do: missing()
  def rules(_root, _filter), do: missing()
  def search_documents(_reference, _files), do: missing()
  def search_embed(_reference, _documents, _weights), do: missing()
  def search_model(_reference, _weights), do: missing()
  def search_nearest(_reference, _query, _pages, _count), do: missing()
  def search_query(_reference, _text, _weights), do: missing()
  def search_rerank(_reference, _query, _candidates, _weights), do: missing()
  def search_rows(_reference, _files, _weights, _columns), do: missing()
  def search_rows_with(_reference, _files, _columns), do: missing()
  def endpoint_vectors(_reference, _request, _body), do: missing()
  def watch_start(_reference, _options), do: missing()
  def watch_demand(_watch, _count), do: missing()
  def watch_status(_watch), do: missing()
  def watch_stop(_watch), do: missing()

  @doc false
  @spec loaded?() :: boolean()
  def loaded?, do: analysis_version(true, []) != missing()

  defp missing, do: {:error, :nif_not_loaded}
end
