defmodule ParserEngine.CodeFileWatcher.Lease do
  @moduledoc false
  # Which of several instances on one codebase does the work: the one that holds a row of the
  # database, for a while at a time. A pure value but for `acquire/2`, which is the work of a task;
  # the clock is passed in. It saves double work and nothing else: the tables stay right when two
  # instances think that they hold it.

  alias ParserEngine.{Config, Error, Store}

  @enforce_keys [:holder, :time]
  defstruct @enforce_keys ++ [role: :standby, until: nil, other: nil]

  @type t :: %__MODULE__{
          holder: String.t(),
          time: pos_integer() | :none,
          role: :leader | :standby,
          until: integer() | nil,
          other: String.t() | nil
        }
  @type answer :: {:ok, :held | {:other, String.t()}} | {:error, Error.reason()}

  @doc "Not held yet; without a lease the work is ours."
  @spec new(Config.t(), String.t()) :: t()
  def new(%{lease: :none}, holder), do: %__MODULE__{holder: holder, time: :none, role: :leader}
  def new(%{lease: time}, holder), do: %__MODULE__{holder: holder, time: time}

  @doc """
  A name for an instance, which no other one has: machine and process of the system, and a number.
  """
  @spec holder() :: String.t()
  def holder,
    do: Enum.join([host(), System.pid(), Base.encode16(:rand.bytes(6), case: :lower)], " ")

  # Containers may share the name of their host, but not its processes. Machines may share both.
  defp host do
    {:ok, host} = :inet.gethostname()
    Enum.join([host, boot(), processes()], "/")
  end

  defp boot do
    case File.read("/proc/sys/kernel/random/boot_id") do
      {:ok, id} -> String.trim(id)
      {:error, _another_system} -> ""
    end
  end

  defp processes do
    case File.read_link("/proc/self/ns/pid") do
      {:ok, namespace} -> namespace
      {:error, _no_namespaces} -> ""
    end
  end

  @doc "Takes or renews the lease. One whose holder has died on this machine is taken over at once."
  @spec acquire(Config.t(), t()) :: answer()
  def acquire(config, %{holder: holder, time: time} = lease) do
    case Store.acquire_lease(config, holder, time) do
      {:ok, {:other, other}} = answer ->
        if dead?(other), do: inherit(config, lease, other), else: answer

      answer ->
        answer
    end
  end

  defp inherit(config, %{holder: holder, time: time}, dead) do
    with :ok <- Store.release_lease(config, dead), do: Store.acquire_lease(config, holder, time)
  end

  # A VM that is interrupted in a terminal leaves its lease behind, and is often started again.
  defp dead?(holder) do
    case String.split(holder, " ") do
      [host, pid | _number] -> host == host() and ended?(pid)
      _foreign -> false
    end
  end

  defp ended?(pid), do: File.dir?("/proc/self") and not File.dir?(Path.join("/proc", pid))

  @doc "How many ms there are between two requests."
  @spec interval(t()) :: pos_integer() | nil
  def interval(%{time: :none}), do: nil
  def interval(%{time: time}), do: max(div(time, 3), 1)

  @doc "The database has answered a request that was made at `asked`."
  @spec answered(t(), answer(), integer()) :: t()
  def answered(lease, {:ok, :held}, asked), do: leader(lease, asked)
  def answered(lease, {:ok, {:other, other}}, _asked), do: standby(%{lease | other: other})

  # Where there is no table of leases, or no right to it, nobody is kept from the work.
  def answered(lease, {:error, {:database, _code, _text}}, asked), do: leader(lease, asked)
  def answered(lease, {:error, _reason}, _asked), do: lease

  defp leader(lease, asked),
    do: %{lease | role: :leader, until: asked + lease.time, other: nil}

  defp standby(lease), do: %{lease | role: :standby, until: nil}

  @doc "What is left of the lease at `now`: it ends by itself where it was not renewed."
  @spec at(t(), integer()) :: t()
  def at(%{until: until} = lease, now) when is_integer(until) and until <= now,
    do: standby(lease)

  def at(lease, _now), do: lease
end
