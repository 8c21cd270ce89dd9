defmodule ParserEngine.ScriptedEmbedder do
  @moduledoc false
  # An embedder of somebody else's: it tells the test what it is asked for, and does as it was told.
  # Options: `test` (a pid), `agent` (who holds the orders), `model`, `dimensions`,
  # `unknown` (why it cannot tell them).

  @behaviour ParserEngine.Embedder

  @doc "Holds what the next calls are to do; without an order they do their work."
  def start_link(orders \\ []), do: Agent.start_link(fn -> orders end)

  @doc "The next calls do this, one after the other."
  def order(agent, orders), do: Agent.update(agent, fn _before -> orders end)

  @impl true
  def identity(options) do
    case options[:unknown] do
      nil -> {:ok, Map.merge(%{model: "scripted-1", dimensions: 8}, told(options))}
      reason -> {:error, reason}
    end
  end

  defp told(options), do: options |> Keyword.take([:model, :dimensions]) |> Map.new()

  @impl true
  def embed_documents(documents, options) do
    send(options[:test], {:embedded, Enum.map(documents, & &1.name)})

    case next(options[:agent]) do
      nil -> {:ok, Enum.map(documents, &result(&1, options))}
      {:error, _reason} = failure -> failure
      {:fail_at, name} -> unless_among(documents, name, options)
      {:refuse, name} -> {:ok, Enum.map(documents, &refused(&1, name, options))}
      {:wait, tag} -> receive(do: (^tag -> embed_documents(documents, options)))
    end
  end

  defp unless_among(documents, name, options) do
    if Enum.any?(documents, &(&1.name == name)),
      do: {:error, {:embedder_unreachable, "500 too long"}},
      else: {:ok, Enum.map(documents, &result(&1, options))}
  end

  defp next(agent),
    do: Agent.get_and_update(agent, &{List.first(&1), Enum.drop(&1, 1)})

  defp refused(%{name: name}, name, _options),
    do: {:error, {:embedder_refused, 400, "it is not to its taste"}}

  defp refused(document, _name, options), do: result(document, options)

  defp result(document, options), do: {:ok, vector(document.name, options)}

  # Fails where documents would.
  @impl true
  def embed_query(text, options) do
    case Agent.get(options[:agent], &List.first/1) do
      {:error, _reason} = failure -> failure
      _works -> {:ok, vector(text, options)}
    end
  end

  defp vector(text, options) do
    dimensions = Keyword.get(options, :dimensions, 8)
    digest = :crypto.hash(:sha256, text)

    for n <- 1..dimensions, into: <<>>, do: <<:binary.at(digest, rem(n, 32))::float-32-little>>
  end
end
