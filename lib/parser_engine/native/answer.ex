defmodule ParserEngine.Native.Answer do
  @moduledoc false
  # What the NIF's pool has promised to send: awaited so that nothing is left in the caller's
  # mailbox afterwards, whether it came in time or not.

  alias ParserEngine.{Error, Native}

  @enforce_keys [:reference, :ticket]
  defstruct @enforce_keys

  @type t :: %__MODULE__{reference: reference(), ticket: reference()}

  @doc "Asks: the function gets the reference that the answer is to carry."
  @spec ask((reference() -> {:ok, reference()} | {:error, Error.reason()})) ::
          {:ok, t()} | {:error, Error.reason()}
  def ask(call) do
    reference = make_ref()

    with {:ok, ticket} <- call.(reference),
         do: {:ok, %__MODULE__{reference: reference, ticket: ticket}}
  end

  # What a call may wait for its turn in the pool, behind others.
  @patience 60_000

  @doc "Asks and waits. After a minute it is given up, with `{:error, :timeout}`."
  @spec fetch((reference() -> {:ok, reference()} | {:error, Error.reason()})) :: term()
  def fetch(call) do
    with {:ok, answer} <- ask(call), do: await(answer, @patience)
  end

  @doc "The answer to a call that cannot be given up: after `{:error, :timeout}` it may still come."
  @spec wait((reference() -> :ok | {:error, Error.reason()}), timeout()) :: term()
  def wait(call, timeout) do
    with {:ok, reference} <- start(call), do: take(reference, timeout)
  end

  @doc "Asks what cannot be given up, and answers by what reference `take/2` gets the answer."
  @spec start((reference() -> :ok | {:error, Error.reason()})) ::
          {:ok, reference()} | {:error, Error.reason()}
  def start(call) do
    reference = make_ref()
    with :ok <- call.(reference), do: {:ok, reference}
  end

  @doc "The answer to a call that was started. After `{:error, :timeout}` it may still come."
  @spec take(reference(), timeout()) :: term()
  def take(reference, timeout) do
    receive do
      {^reference, answer} -> answer
    after
      timeout -> {:error, :timeout}
    end
  end

  @doc "The answer, or `{:error, :timeout}`, after which its job does not begin any more."
  @spec await(t(), timeout()) :: term()
  def await(%__MODULE__{reference: reference} = answer, timeout) do
    receive do
      {^reference, outcome} -> outcome
    after
      timeout -> give_up(answer)
    end
  end

  defp give_up(%__MODULE__{reference: reference, ticket: ticket}) do
    case Native.cancel(ticket) do
      :cancelled -> {:error, :timeout}
      :answered -> receive do: ({^reference, outcome} -> outcome)
    end
  end
end
