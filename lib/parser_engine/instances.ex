defmodule ParserEngine.Instances do
  @moduledoc false
  # Which instance serves a codebase, and what a call without a full set of options means: an
  # explicit option first, then the running instance, then the application environment.

  alias ParserEngine.{Config, Error}

  @key {__MODULE__, :by_codebase}

  @doc "Makes a running instance findable by its codebase."
  @spec register(Config.t(), pid()) :: :ok
  def register(config, supervisor) do
    living = Map.filter(all(), fn {_codebase, {pid, _config}} -> Process.alive?(pid) end)
    :persistent_term.put(@key, Map.put(living, config.codebase_id, {supervisor, config}))
  end

  @doc "The configuration for a call with these options."
  @spec config(keyword()) :: {:ok, Config.t()} | {:error, Error.reason()}
  def config(options) do
    defaults = options |> running() |> Keyword.merge(options)

    with {:ok, config} <- environment() |> Keyword.merge(defaults) |> with_root() |> validate() do
      if config.repo, do: {:ok, config}, else: {:error, :no_repo}
    end
  end

  defp validate(options) do
    case options[:codebase_id] do
      nil -> {:error, :no_codebase_id}
      _given -> Config.validate(options)
    end
  end

  defp with_root(options), do: Keyword.put_new_lazy(options, :root, &File.cwd!/0)

  defp environment do
    names = Map.keys(%Config{codebase_id: nil, root: nil})
    :parser_engine |> Application.get_all_env() |> Keyword.take(names)
  end

  defp running(options) do
    case find(options[:codebase_id]) do
      nil -> []
      config -> config |> Map.from_struct() |> Map.to_list()
    end
  end

  # Without a codebase_id the only one that runs is meant.
  defp find(nil) do
    case living() do
      [config] -> config
      _none_or_several -> nil
    end
  end

  defp find(codebase_id), do: Enum.find(living(), &(&1.codebase_id == codebase_id))

  defp living, do: for({_, {pid, config}} <- all(), Process.alive?(pid), do: config)
  defp all, do: :persistent_term.get(@key, %{})
end
