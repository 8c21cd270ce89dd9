defmodule ParserEngine.Fallback.Poller do
  @moduledoc false
  # Stands in for the native watcher: lists the tree every now and then and tells the owner which
  # paths are new, changed or gone, in the native watcher's own message
  # `{:code_files_changed, ref, [path]}`. What is there at the start is told by nobody; the
  # comparison at boot deals with it.
  #
  # Options: `config` (root, filter and `poll_interval`), `owner` (a pid), `reference`, and
  # `polled`, a counter that holds the number of directories with files that were listed last.

  use GenServer

  require Logger

  alias ParserEngine.{Config, Error}
  alias ParserEngine.Fallback.{Disk, Tree}

  @type snapshot :: %{String.t() => Disk.stat() | reference}

  @spec start_link(keyword) :: GenServer.on_start()
  def start_link(options), do: GenServer.start_link(__MODULE__, options)

  @doc """
  Paths that others have found since the last look. One that is gone before the next is told of.
  """
  @spec remember(GenServer.server(), [String.t()]) :: :ok
  def remember(poller, paths), do: GenServer.cast(poller, {:remember, paths})

  @doc """
  What to remember of a listing made at `now` (seconds since 1970).

  A file of the current second may change again without its times changing, so it is remembered as
  nothing that a later listing could equal. One of a second to come is not: it would look changed
  until then.
  """
  @spec snapshot([Tree.entry()], integer) :: snapshot
  def snapshot(entries, now) do
    Map.new(entries, fn entry ->
      {path, stat} = Map.pop!(entry, :path)
      {path, if(racy?(stat, now), do: make_ref(), else: stat)}
    end)
  end

  defp racy?(stat, now),
    do: Enum.any?([stat.mtime_ns, stat.ctime_ns], &(Integer.floor_div(&1, 1_000_000_000) == now))

  @doc "The paths whose state differs between two snapshots, sorted."
  @spec changes(snapshot, snapshot) :: [String.t()]
  def changes(before, now) do
    touched = for {path, state} <- now, before[path] != state, do: path
    gone = for {path, _state} <- before, not is_map_key(now, path), do: path
    Enum.sort(touched ++ gone)
  end

  @impl true
  def init(options) do
    config = Keyword.fetch!(options, :config)

    state = %{
      root: config.root,
      filter: Map.to_list(Config.filter(config)),
      interval: config.poll_interval,
      owner: Keyword.fetch!(options, :owner),
      reference: Keyword.fetch!(options, :reference),
      polled: Keyword.fetch!(options, :polled)
    }

    Process.monitor(state.owner)
    {:ok, state |> Map.put(:snapshot, %{}) |> look(&start/2) |> schedule()}
  end

  @impl true
  def handle_cast({:remember, paths}, state) do
    found = Map.new(paths, &{&1, make_ref()})
    {:noreply, %{state | snapshot: Map.merge(found, state.snapshot)}}
  end

  @impl true
  def handle_info(:poll, state) do
    {:noreply, state |> look(&compare/2) |> schedule()}
  end

  def handle_info({:DOWN, _monitor, :process, owner, _reason}, %{owner: owner} = state) do
    {:stop, :normal, state}
  end

  defp start(state, snapshot), do: %{state | snapshot: snapshot}

  defp compare(state, snapshot) do
    tell(state, changes(state.snapshot, snapshot))
    %{state | snapshot: snapshot}
  end

  defp tell(_state, []), do: :ok
  defp tell(state, paths), do: send(state.owner, {:code_files_changed, state.reference, paths})

  # A root that cannot be listed for a moment (unmounted, being replaced) says nothing about its
  # files: they are not reported as gone.
  defp look(state, take) do
    now = System.os_time(:second)

    case Tree.list(state.root, state.filter) do
      {:ok, entries, _report} ->
        :counters.put(state.polled, 1, directories(entries))
        take.(state, snapshot(entries, now))

      {:error, reason} ->
        Logger.warning("cannot list #{state.root}: #{Error.message(reason)}")
        state
    end
  end

  defp directories(entries),
    do: entries |> MapSet.new(&Path.dirname(&1.path)) |> MapSet.size()

  defp schedule(state) do
    Process.send_after(self(), :poll, state.interval)
    state
  end
end
