defmodule ParserEngine.Options do
  @moduledoc false
  # What all lists of options share: names that are known, and those that must be there.

  alias ParserEngine.Error

  @doc "Whether all names are known; otherwise the first that is not, with the nearest that is."
  @spec known(keyword(), [atom()]) :: :ok | {:error, Error.reason()}
  def known(options, names) do
    case Enum.find(Keyword.keys(options), &(&1 not in names)) do
      nil -> :ok
      unknown -> {:error, {:unknown_option, unknown, nearest(unknown, names)}}
    end
  end

  defp nearest(unknown, names),
    do: Enum.max_by(names, &String.jaro_distance(to_string(&1), to_string(unknown)))

  @doc "Whether all of these are there."
  @spec required(keyword(), [atom()]) :: :ok | {:error, Error.reason()}
  def required(options, names) do
    case Enum.find(names, &is_nil(options[&1])) do
      nil -> :ok
      missing -> {:error, {:missing_option, missing}}
    end
  end
end
