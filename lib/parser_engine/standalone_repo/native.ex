defmodule ParserEngine.StandaloneRepo.Native do
  @moduledoc false
  # Answers of the stubs are what a caller sees where the library is not loaded.

  use ParserEngine.Native.Loader, crate: "standalone_repo"

  @spec connect(reference(), map()) :: reference() | {:error, term()}
  def connect(_reference, _options), do: {:error, :nif_not_loaded}

  @spec query(reference(), reference(), String.t(), [term()]) :: boolean()
  def query(_connection, _reference, _sql, _params), do: false

  @spec close(reference()) :: :ok
  def close(_connection), do: :ok
end
