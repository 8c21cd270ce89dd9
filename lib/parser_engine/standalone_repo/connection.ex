defmodule ParserEngine.StandaloneRepo.Connection do
  @moduledoc false
  # One connection: a NIF resource whose thread answers by message to whoever called.

  alias ParserEngine.StandaloneRepo.{ConnectionError, Error, Native}

  @type t :: reference()

  @doc "Begins to connect. The caller is sent `{reference, {:ok, _} | {:error, failure}}`."
  @spec open(reference(), keyword()) :: t() | {:error, term()}
  def open(reference, options) do
    Native.connect(reference, %{
      host: options[:socket_dir] || options[:hostname] || "localhost",
      port: options[:port] || 5432,
      username:
        options[:username] || System.get_env("PGUSER") || System.get_env("USER", "postgres"),
      password: options[:password],
      database: Keyword.fetch!(options, :database),
      parameters: parameters(options[:parameters]),
      connect_timeout: options[:connect_timeout]
    })
  end

  defp parameters(given) do
    [application_name: "parser_engine"]
    |> Keyword.merge(given || [])
    |> Enum.map_join(" ", fn {name, value} ->
      "-c #{name}=" <> String.replace(to_string(value), ~r/[\\\s]/, "\\\\\\0")
    end)
  end

  @spec close(t()) :: :ok
  defdelegate close(connection), to: Native

  @doc "Runs one statement. After `:timeout` the connection is closed and the statement cancelled."
  @spec query(t(), iodata(), [term()], timeout()) ::
          {:ok, map()} | {:error, Error.t() | ConnectionError.t()}
  def query(connection, sql, params, timeout) do
    reference = make_ref()
    sql = IO.iodata_to_binary(sql)

    if Native.query(connection, reference, sql, encode(params)) do
      connection |> await(reference, timeout) |> outcome(sql)
    else
      {:error, %ConnectionError{reason: :closed}}
    end
  end

  defp await(connection, reference, timeout) do
    receive do
      {^reference, outcome} -> outcome
    after
      timeout ->
        :ok = close(connection)
        flush(reference)
        {:error, :timeout}
    end
  end

  # None is sent after the close, but one may have been sent before it.
  defp flush(reference) do
    receive do
      {^reference, _outcome} -> :ok
    after
      0 -> :ok
    end
  end

  defp outcome({:ok, {columns, rows, count, timestamps?}}, sql) do
    rows = if timestamps?, do: decode(rows), else: rows
    {:ok, %{columns: columns, rows: rows, num_rows: count, command: command(sql)}}
  end

  defp outcome({:error, :timeout}, _sql), do: {:error, %ConnectionError{reason: :timeout}}
  defp outcome({:error, failure}, _sql), do: {:error, failure(failure)}

  @doc "The exception that a failure of the NIF stands for."
  @spec failure(tuple()) :: Error.t() | ConnectionError.t()
  def failure({:connection, _text} = reason), do: %ConnectionError{reason: reason}
  def failure(reason), do: Error.new(reason)

  @doc "Whether the connection is of no more use after this error."
  @spec broken?(Exception.t()) :: boolean()
  def broken?(%ConnectionError{}), do: true
  def broken?(%Error{} = error), do: Error.fatal?(error)

  defp encode(values) when is_list(values), do: Enum.map(values, &encode/1)
  defp encode(%DateTime{} = at), do: {:timestamptz, DateTime.to_unix(at, :microsecond)}

  defp encode(%NaiveDateTime{} = at),
    do: {:timestamp, at |> DateTime.from_naive!("Etc/UTC") |> DateTime.to_unix(:microsecond)}

  defp encode(value), do: value

  defp decode(values) when is_list(values), do: Enum.map(values, &decode/1)
  defp decode({:timestamptz, micros}), do: DateTime.from_unix!(micros, :microsecond)

  defp decode({:timestamp, micros}),
    do: micros |> DateTime.from_unix!(:microsecond) |> DateTime.to_naive()

  defp decode(value), do: value

  @commands for command <- ~w(select insert update delete merge values begin commit rollback
                  savepoint release set show create alter drop truncate analyze vacuum)a,
                into: %{},
                do: {Atom.to_string(command), command}

  defp command(sql) do
    [word | _rest] = String.split(sql, ~r/[\s;(]+/, parts: 2, trim: true) ++ [""]
    Map.get(@commands, String.downcase(word))
  end
end
