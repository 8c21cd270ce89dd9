defmodule ParserEngine.Fallback.Poller do
  @moduledoc false
  # Stands in for the native watcher: lists the tree every now and then and tells the owner which
  # paths are new, changed or gone, in the native watcher's own message
  # `{:code_files_changed, ref, [path]}`. What is there at the start is told by nobody; the
  # comparison at boot deals with it.
  #
  # Options: `root`, `owner` (a pid, by default the caller), `ref`, `interval` (milliseconds or
  # `:infinity`, by default 2,000) and those of `Tree.list/2`.

  use GenServer

  require Logger

  alias ParserEngine.Fallback.Tree

  @type snapshot :: %{String.t() => {integer, integer, integer}}

  @spec start_link(keyword) :: GenServer.on_start()
  def start_link(options) do
    GenServer.start_link(__MODULE__, Keyword.put_new(options, :owner, self()))
  end

  @doc "The paths whose state differs between two snapshots, sorted."
  @spec changes(snapshot, snapshot) :: [String.t()]
  def changes(before, now) do
    touched = for {path, state} <- now, before[path] != state, do: path
    gone = for {path, _state} <- before, not is_map_key(now, path), do: path
    Enum.sort(touched ++ gone)
  end

  @impl true
  def init(options) do
    state = %{
      root: Keyword.fetch!(options, :root),
      owner: Keyword.fetch!(options, :owner),
      ref: Keyword.get_lazy(options, :ref, &make_ref/0),
      interval: Keyword.get(options, :interval, 2_000),
      filter:
        Keyword.take(options, [:extensions, :ignore, :built_in, :secrets, :respect_gitignore])
    }

    case snapshot(state) do
      {:ok, snapshot} ->
        Process.monitor(state.owner)
        {:ok, state |> Map.put(:snapshot, snapshot) |> schedule()}

      {:error, reason} ->
        {:stop, reason}
    end
  end

  @impl true
  def handle_info(:poll, state) do
    {:noreply, state |> compare() |> schedule()}
  end

  def handle_info({:DOWN, _monitor, :process, owner, _reason}, %{owner: owner} = state) do
    {:stop, :normal, state}
  end

  # A root that cannot be listed for a moment (unmounted, being replaced) says nothing about its
  # files: they are not reported as gone.
  defp compare(state) do
    case snapshot(state) do
      {:ok, snapshot} ->
        tell(state, changes(state.snapshot, snapshot))
        %{state | snapshot: snapshot}

      {:error, reason} ->
        Logger.warning("cannot list #{state.root}: #{:file.format_error(reason)}")
        state
    end
  end

  defp tell(_state, []), do: :ok
  defp tell(state, paths), do: send(state.owner, {:code_files_changed, state.ref, paths})

  defp snapshot(state) do
    with {:ok, entries, _report} <- Tree.list(state.root, state.filter) do
      {:ok, Map.new(entries, &{&1.path, {&1.size, &1.mtime_ns, &1.inode}})}
    end
  end

  defp schedule(%{interval: :infinity} = state), do: state

  defp schedule(state) do
    Process.send_after(self(), :poll, state.interval)
    state
  end
end
