defmodule ParserEngine.Store.Failure do
  @moduledoc false
  # What a repo answers or raises, as one of two reasons: PostgreSQL refused, or was not reached.

  alias ParserEngine.{Error, Redaction}

  # Data exception, integrity constraint, program limit: the row's own fault, for ever.
  @row_classes ~w(22 23 54)
  # Serialization failure, deadlock, lock not available: another writer was in the way.
  @conflicts ~w(40001 40P01 55P03)
  # Admin shutdown, crash shutdown, cannot connect now: the server's words on its way out.
  @leaving ~w(57P01 57P02 57P03)

  # Drivers quote whole rows in some of their words.
  @longest_text 500

  @doc "Runs a call to the repo; whatever goes wrong becomes a reason."
  @spec guard((() -> {:ok, value} | {:error, term()})) :: {:ok, value} | {:error, Error.reason()}
        when value: term()
  def guard(call) do
    case call.() do
      {:ok, value} -> {:ok, value}
      {:error, error} -> {:error, reason(error)}
    end
  rescue
    error -> {:error, reason(error)}
  catch
    :exit, exit -> {:error, {:database_unavailable, exit |> Exception.format_exit() |> words()}}
  end

  @doc "Whether trying again cannot help unless the row changes."
  @spec of_row?(Error.reason()) :: boolean()
  def of_row?({:database, <<class::binary-size(2), _rest::binary>>, _text}),
    do: class in @row_classes

  def of_row?(_reason), do: false

  @doc "Whether the same statement may pass when it is run once more."
  @spec of_conflict?(Error.reason()) :: boolean()
  def of_conflict?({:database, code, _text}), do: code in @conflicts
  def of_conflict?(_reason), do: false

  defp reason(%{postgres: %{pg_code: code, message: text}}) when code in @leaving,
    do: {:database_unavailable, words(text)}

  defp reason(%{postgres: %{pg_code: code, message: text}}), do: {:database, code, words(text)}

  defp reason(error) when is_exception(error),
    do: {:database_unavailable, error |> Exception.message() |> words()}

  # What a transaction was rolled back with.
  defp reason(reason), do: reason

  # What they quote is the text of a file.
  defp words(text) do
    {text, _hidden} = Redaction.redact(text)
    String.slice(text, 0, @longest_text)
  end
end
