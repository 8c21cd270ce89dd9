defmodule ParserEngine.CodeFileWatcher.Source do
  @moduledoc false
  # Where changed paths come from: the native watch, or a poller where the NIF is missing. Both
  # send the same messages to the process that starts them.

  alias ParserEngine.{Config, Error, Fallback, Native}

  @enforce_keys [:mode, :reference, :handle]
  defstruct @enforce_keys ++ [:polled]

  @type t :: %__MODULE__{
          mode: :native | :polling,
          reference: reference(),
          handle: term(),
          polled: :counters.counters_ref() | nil
        }

  @typedoc """
  `watches` and `polled` are directories; in a `:mixed` watch some are polled, because no watch can
  be set on them or does not tell everything. `pending` paths wait to be quiet or to be demanded.
  """
  @type status :: %{
          mode: :native | :mixed | :polling,
          watches: non_neg_integer(),
          polled: non_neg_integer(),
          pending: non_neg_integer()
        }

  @quiet_beside_close 500

  @doc "Starts to watch for the calling process."
  @spec start(Config.t()) :: {:ok, t()} | {:error, Error.reason()}
  def start(config) do
    reference = make_ref()

    case Native.watch_start(reference, options(config)) do
      {:ok, watch} -> {:ok, %__MODULE__{mode: :native, reference: reference, handle: watch}}
      {:error, :nif_not_loaded} -> poll(config, reference)
      {:error, reason} -> {:error, reason}
    end
  end

  @doc "Allows that many more paths to be sent."
  @spec demand(t(), non_neg_integer()) :: :ok
  def demand(_source, 0), do: :ok

  def demand(%__MODULE__{mode: :native} = source, count),
    do: Native.watch_demand(source.handle, count)

  def demand(%__MODULE__{mode: :polling}, _count), do: :ok

  @doc """
  Paths that were found by other means and get their rows now. A poller that has not seen them yet
  would not miss them; the native watch tells of every path that goes.
  """
  @spec remember(t(), [String.t()]) :: :ok
  def remember(%__MODULE__{mode: :polling} = source, [_ | _] = paths),
    do: Fallback.Poller.remember(source.handle, paths)

  def remember(_source, _paths), do: :ok

  @doc "How the watch watches, and what waits in it."
  @spec status(t()) :: status()
  def status(%__MODULE__{mode: :native} = source) do
    status = Native.watch_status(source.handle)
    Map.put(status, :mode, mode(status))
  end

  # A poller tells of a change as soon as it sees one.
  def status(%__MODULE__{mode: :polling} = source),
    do: %{mode: :polling, watches: 0, polled: :counters.get(source.polled, 1), pending: 0}

  defp mode(%{polled: 0}), do: :native
  defp mode(%{watches: 0}), do: :polling
  defp mode(_both), do: :mixed

  @doc "Ends the watch."
  @spec stop(t()) :: :ok
  def stop(%__MODULE__{mode: :native} = source), do: Native.watch_stop(source.handle)

  def stop(%__MODULE__{mode: :polling} = source) do
    Process.exit(source.handle, :shutdown)
    :ok
  end

  @doc "How many ms a path must be quiet."
  @spec quiet(Config.t()) :: pos_integer()
  def quiet(%{debounce: :on_close}), do: @quiet_beside_close
  def quiet(%{debounce: milliseconds}), do: milliseconds

  @doc """
  How many ms a path that is never quiet is held back: half of what the configuration allows. The
  other half is for finding it busy.
  """
  @spec ceiling(Config.t()) :: pos_integer()
  def ceiling(config), do: max(div(config.debounce_ceiling, 2), 1)

  defp options(config) do
    %{
      root: config.root,
      filter: Config.filter(config),
      debounce: quiet(config),
      debounce_ceiling: ceiling(config),
      on_close: config.debounce == :on_close,
      poll: config.watch == :poll,
      poll_interval: config.poll_interval
    }
  end

  defp poll(config, reference) do
    polled = :counters.new(1, [])
    options = [config: config, owner: self(), reference: reference, polled: polled]

    with {:ok, poller} <- Fallback.Poller.start_link(options) do
      {:ok, %__MODULE__{mode: :polling, reference: reference, handle: poller, polled: polled}}
    end
  end
end
