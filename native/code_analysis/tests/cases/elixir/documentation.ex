defmodule Documentation do
  @moduledoc ~S"""
  Of the module.

      indented \n

  Last.
  """
  @moduledoc since: "1.0"

  @doc "One line."
  def one_line, do: 1

  @doc("In brackets.")
  def brackets, do: 1

  @doc ~s(A sigil.)
  def sigil, do: 1

  @doc """
  Waits behind other attributes.
  """
  @doc since: "1.2"
  @timeout 50
  @type t :: atom
  @spec waits(t) :: t
  # and comments
  def waits(a), do: {a, @timeout}

  @doc """
  Of an expression the first heredoc.
  """ <> @timeout
  def expression, do: 1

  @doc File.read!("README.md")
  def read, do: 1

  @doc since: "1.0", deprecated: "use read/0"
  def metadata_only, do: 1

  @doc false
  def hidden, do: 1

  @doc nil
  def nothing, do: 1

  def second_clause(1), do: 1
  @doc "On the second clause."
  def second_clause(2), do: 2

  @doc "Unread: private."
  defp private, do: 1

  @impl true
  def init(a), do: a

  @impl GenServer
  @doc "An implementation with documentation."
  def handle_info(a, b), do: {a, b}

  @impl false
  def undocumented, do: 1

  def _hidden_by_name, do: 1
  def __info__, do: 1

  defmacro __using__(_) do
    quote do
      @moduledoc false
      @doc "Goes elsewhere."
      def injected, do: 1
    end
  end

  defmodule Hidden do
    @moduledoc false
    def not_read_by_others, do: 1
  end

  defmodule Undocumented do
    def undocumented, do: 1
  end
end

defimpl Inspect, for: Documentation do
  def inspect(_, _), do: "documented by its protocol"
end

defmodule Patience do
  @doc "Waits for the definition inside."
  for name <- [:a, :b] do
    def unquote(name)(), do: unquote(name)
    def second(unquote(name)), do: 1
  end

  @doc "Waits behind what defines nothing."
  require Logger

  if Mix.env() == :test do
    IO.puts("no definition")
  end

  def after_all, do: 1

  @doc "Not of the module."
  defmodule Inner do
    @doc "Lost at its end."
  end

  def after_module, do: 1
end

defmodule Documentation.Twice do
  @doc "Given up."
  @timeout 50
  @doc "Of two the last one."
  def last, do: @timeout

  @doc false
  @doc "Documented after all."
  def after_all, do: 1
end
