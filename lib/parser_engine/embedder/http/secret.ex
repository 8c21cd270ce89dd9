defmodule ParserEngine.Embedder.HTTP.Secret do
  @moduledoc false
  # A value that nothing shows: kept in a function, which `inspect` does not look into.

  alias ParserEngine.Error

  @type t :: String.t() | {:system, String.t()} | (() -> String.t())

  @doc "Whether the value may be a secret. Environment variables and functions are not asked yet."
  @spec secret?(term()) :: boolean()
  def secret?({:system, name}), do: is_binary(name) and name != ""
  def secret?(value) when is_binary(value), do: sendable?(value)
  def secret?(value), do: is_function(value, 0)

  @spec sealed(t()) :: t()
  def sealed(value) when is_binary(value), do: fn -> value end
  def sealed(value), do: value

  @doc "The value itself, for the option `name`."
  @spec reveal(t(), atom()) :: {:ok, String.t()} | {:error, Error.reason()}
  def reveal({:system, variable}, name) do
    case System.get_env(variable) do
      value when value in [nil, ""] ->
        {:error,
         {:invalid_option, name, {:system, variable}, "an environment variable that is set"}}

      value ->
        checked(value, name)
    end
  end

  def reveal(secret, name) when is_function(secret), do: checked(secret.(), name)
  def reveal(value, name), do: checked(value, name)

  # Files that keys are read from end with a line feed.
  defp checked(value, name) do
    trimmed = if is_binary(value), do: String.trim(value)

    if trimmed && sendable?(trimmed),
      do: {:ok, trimmed},
      else: {:error, {:invalid_option, name, :hidden, "printable ASCII characters"}}
  end

  defp sendable?(value), do: value =~ ~r/\A[\x20-\x7E]+\z/
end
