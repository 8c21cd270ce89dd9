defmodule ParserEngine.StandaloneRepo.ConnectionError do
  @moduledoc """
  There is no connection to PostgreSQL, or it broke, or the answer did not come in time.

  `reason` is `:timeout`, `:queue_timeout`, `:closed`, `:nif_not_loaded`, `{:connection, text}`
  or the `ParserEngine.StandaloneRepo.Error` with which the server refused the connection.
  """

  alias ParserEngine.StandaloneRepo.Error

  @type t :: %__MODULE__{reason: term()}

  defexception [:reason]

  @impl true
  def message(%__MODULE__{reason: reason}), do: sentence(reason)

  defp sentence(:timeout), do: "the statement did not end in time and was cancelled"
  defp sentence(:queue_timeout), do: "no connection became free in time"
  defp sentence(:closed), do: "the connection is closed"
  defp sentence(:nif_not_loaded), do: "the native library standalone_repo is not loaded"
  defp sentence({:connection, text}), do: text
  defp sentence(%Error{} = error), do: "the server refused: " <> Exception.message(error)
end
