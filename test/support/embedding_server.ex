defmodule ParserEngine.EmbeddingServer do
  @moduledoc false
  # An HTTP server on this machine that answers as a test wants it to. Every request comes to the
  # test as `{:request, port, %{path: …, headers: %{…}, body: …, inputs: […], connection: …}}`, and
  # the end of a connection as `{:closed, port}`.

  alias ParserEngine.{JSON, Repo}

  @typedoc """
  What is done with a request: bytes are sent as they are, after which the connection is closed, or
  held open until the client goes (`:stall`), or more is sent until it does: as much as it takes
  (`:endless`), or a byte now and then (`:trickle`).
  """
  @type action ::
          {:json, status :: pos_integer(), headers :: [String.t()], body :: iodata()}
          | {:bytes, iodata()}
          | {:stall, iodata()}
          | {:endless, iodata()}
          | {:trickle, iodata()}

  @doc "Starts it, for as long as the test runs. `answer` gets each request. Gives the port."
  @spec start((map() -> action())) :: :inet.port_number()
  def start(answer) do
    options = [:binary, active: false, packet: :http_bin, ip: {127, 0, 0, 1}, backlog: 16]
    {:ok, listener} = :gen_tcp.listen(0, options)
    {:ok, port} = :inet.port(listener)
    server = %{test: self(), port: port, answer: answer}
    acceptor = spawn_link(fn -> receive do: (:go -> accept(listener, server)) end)
    :ok = :gen_tcp.controlling_process(listener, acceptor)
    send(acceptor, :go)
    port
  end

  @doc "Where it listens."
  @spec url(:inet.port_number()) :: String.t()
  def url(port), do: "http://127.0.0.1:#{port}/v1/embeddings"

  @doc "A good answer: the numbers of each text, which `embed` gives, or others beside the vector."
  @spec vectors(map(), (String.t() -> [number() | nil])) :: action()
  def vectors(request, embed) do
    items =
      for {text, index} <- Enum.with_index(request.inputs),
          do: %{object: "embedding", index: index, embedding: embed.(text)}

    {:json, 200, [], JSON.encode(%{object: "list", data: items, model: "m"})}
  end

  @doc "An error as OpenAI writes it."
  @spec error(pos_integer(), String.t(), [String.t()]) :: action()
  def error(status, message, headers \\ []),
    do: {:json, status, headers, JSON.encode(%{error: %{message: message, type: "t"}})}

  defp accept(listener, server) do
    {:ok, socket} = :gen_tcp.accept(listener)
    connection = spawn_link(fn -> receive do: (:go -> serve(socket, server)) end)
    :ok = :gen_tcp.controlling_process(socket, connection)
    send(connection, :go)
    accept(listener, server)
  end

  defp serve(socket, server) do
    with {:ok, request} <- read(socket) do
      send(server.test, {:request, server.port, request})
      if act(server.answer.(request), socket) == :go_on, do: serve(socket, server)
    end

    :gen_tcp.close(socket)
    send(server.test, {:closed, server.port})
  end

  defp read(socket) do
    :ok = :inet.setopts(socket, packet: :http_bin)

    with {:ok, {:http_request, :POST, {:abs_path, path}, {1, 1}}} <- :gen_tcp.recv(socket, 0),
         {:ok, headers} <- headers(socket, %{}),
         :ok = :inet.setopts(socket, packet: :raw),
         {:ok, body} <-
           :gen_tcp.recv(socket, String.to_integer(headers["content-length"])) do
      {:ok, %{path: path, headers: headers, body: body, inputs: inputs(body), connection: self()}}
    end
  end

  defp headers(socket, headers) do
    case :gen_tcp.recv(socket, 0) do
      {:ok, {:http_header, _, _, name, value}} ->
        headers(socket, Map.put(headers, String.downcase(name), value))

      {:ok, :http_eoh} ->
        {:ok, headers}

      {:error, reason} ->
        {:error, reason}
    end
  end

  defp inputs(body) do
    sql = "SELECT jsonb_array_elements_text($1::text::jsonb -> 'input')"
    {:ok, %{rows: rows}} = Repo.query(sql, [body])
    List.flatten(rows)
  end

  defp act({:json, status, headers, body}, socket) do
    lines = for header <- headers, do: [header, "\r\n"]

    send_bytes(socket, [
      "HTTP/1.1 #{status} Status\r\nContent-Type: application/json\r\n",
      ["Content-Length: #{IO.iodata_length(body)}\r\n", lines, "\r\n", body]
    ])

    :go_on
  end

  defp act({:bytes, bytes}, socket), do: send_bytes(socket, bytes)

  defp act({:stall, bytes}, socket) do
    send_bytes(socket, bytes)
    :gen_tcp.recv(socket, 0)
  end

  defp act({:endless, head}, socket) do
    send_bytes(socket, head)
    send_for_ever(socket, String.duplicate(" ", 65_536), 0)
  end

  defp act({:trickle, head}, socket) do
    send_bytes(socket, head)
    send_for_ever(socket, " ", 20)
  end

  # Ends when the client closes the connection.
  defp send_for_ever(socket, bytes, pause) do
    Process.sleep(pause)
    if send_bytes(socket, bytes) == :ok, do: send_for_ever(socket, bytes, pause)
  end

  defp send_bytes(socket, bytes), do: :gen_tcp.send(socket, bytes)
end
