defmodule ParserEngine.StandaloneRepo.Native do
  @moduledoc false
  # Answers of the stubs are what a caller sees where the library is not loaded.

  @on_load :__load_nif__
  def __load_nif__ do
    path = Path.join([to_string(:code.priv_dir(:parser_engine)), "native", "standalone_repo"])
    :erlang.load_nif(String.to_charlist(path), 0)
    :ok
  end

  @spec connect(reference(), map()) :: reference() | {:error, :nif_not_loaded}
  def connect(_reference, _options), do: {:error, :nif_not_loaded}

  @spec query(reference(), reference(), String.t(), [term()]) :: boolean()
  def query(_connection, _reference, _sql, _params), do: false

  @spec close(reference()) :: :ok
  def close(_connection), do: :ok
end
