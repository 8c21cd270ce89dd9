defmodule ParserEngine.Instances do
  @moduledoc false
  # Which instance serves a codebase, and what a call without a full set of options means: an
  # explicit option first, then the running instance, then the application environment.

  alias ParserEngine.{Config, Error}

  @key {__MODULE__, :by_name}

  @doc "Makes a running instance findable by its name and its codebase."
  @spec register(Config.t(), pid()) :: :ok
  def register(config, supervisor) do
    # Two instances may start at the same moment.
    :global.trans(
      {@key, self()},
      fn ->
        living = Map.filter(all(), fn {_name, {pid, _config}} -> Process.alive?(pid) end)
        :persistent_term.put(@key, Map.put(living, config.name, {supervisor, config}))
      end,
      [node()]
    )
  end

  @doc "The configuration for a call with these options that needs a database."
  @spec config(keyword()) :: {:ok, Config.t()} | {:error, Error.reason()}
  def config(options) do
    with {:ok, config} <- codebase(options) do
      if config.repo, do: {:ok, config}, else: {:error, :no_repo}
    end
  end

  @doc "The configuration for a call with these options; it may name no repo."
  @spec codebase(keyword()) :: {:ok, Config.t()} | {:error, Error.reason()}
  def codebase(options) do
    defaults = options |> running() |> Keyword.merge(options)
    environment() |> Keyword.merge(defaults) |> with_root() |> validate()
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
    case find(Keyword.take(options, [:name, :codebase_id]), living()) do
      nil -> []
      config -> config |> Map.from_struct() |> Map.to_list()
    end
  end

  # Without a name or a codebase_id the only instance is meant, or of several the default one.
  defp find([], [config]), do: config
  defp find([], several), do: Enum.find(several, &(&1.name == ParserEngine))

  defp find(wanted, living),
    do: Enum.find(living, &Enum.all?(wanted, fn {key, value} -> Map.get(&1, key) == value end))

  defp living, do: for({_, {pid, config}} <- all(), Process.alive?(pid), do: config)
  defp all, do: :persistent_term.get(@key, %{})
end
