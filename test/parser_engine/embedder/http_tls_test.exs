defmodule ParserEngine.Embedder.HTTPTLSTest do
  use ParserEngine.EmbedderCase

  alias ParserEngine.{Embedder, JSON, OtherVM}

  @moduletag :tmp_dir

  test "a server is not asked that nobody vouches for" do
    {port, _roots} = start_server()

    assert {:error, {:embedder_unreachable, text}} =
             embed(embedder_at("https://localhost:#{port}/v1"), ["a"])

    assert text =~ "UnknownIssuer"
    assert_receive {:request, {:error, _alert}}, 20_000
  end

  test "nor one that has another's certificate", %{tmp_dir: tmp_dir} do
    {port, roots} = start_server()
    vm = vm_that_trusts(tmp_dir, roots)
    assert {:error, {:embedder_unreachable, text}} = query_in(vm, "https://127.0.0.1:#{port}/v1")
    assert text =~ "not valid for name" or text =~ "NotValidForName"
    assert_receive {:request, {:error, _alert}}, 20_000
  end

  test "one that the operating system trusts is asked", %{tmp_dir: tmp_dir} do
    {port, roots} = start_server()
    vm = vm_that_trusts(tmp_dir, roots)
    assert {:ok, <<_::64>>} = query_in(vm, "https://localhost:#{port}/v1")
    assert_receive {:request, {:ok, request}}, 20_000
    assert request =~ "Bearer #{key()}"
  end

  defp query_in(vm, url) do
    options = embedder_at(url).options |> Keyword.put(:api_key, key())
    OtherVM.call(vm, Embedder.HTTP, :embed_query, ["who?", options])
  end

  defp vm_that_trusts(folder, roots) do
    file = Path.join(folder, "roots.pem")
    entries = for root <- roots, do: {:Certificate, root, :not_encrypted}
    File.write!(file, :public_key.pem_encode(entries))
    OtherVM.start(folder, fn _native -> :ok end, environment: %{"SSL_CERT_FILE" => file})
  end

  # For one request, which is told to the test. Gives the port and the root certificates.
  defp start_server do
    {:ok, _} = Application.ensure_all_started(:ssl)
    {config, roots} = certificates()
    {:ok, listener} = :ssl.listen(0, [mode: :binary, active: false, log_level: :none] ++ config)
    {:ok, {_address, port}} = :ssl.sockname(listener)
    test = self()
    spawn_link(fn -> send(test, {:request, serve(listener)}) end)
    {port, roots}
  end

  defp serve(listener) do
    {:ok, accepted} = :ssl.transport_accept(listener)

    with {:ok, socket} <- :ssl.handshake(accepted),
         {:ok, request} <- :ssl.recv(socket, 0) do
      body = JSON.encode(%{data: [%{index: 0, embedding: [1, 2]}]})
      head = "HTTP/1.1 200 OK\r\nContent-Length: #{IO.iodata_length(body)}\r\n\r\n"
      :ssl.send(socket, [head, body])
      {:ok, request}
    end
  end

  defp certificates do
    kind = [key: {:rsa, 2048, 65_537}, digest: :sha256]
    name = {:Extension, {2, 5, 29, 17}, false, [dNSName: 'localhost']}
    server = %{root: kind, intermediates: [], peer: [extensions: [name]] ++ kind}
    client = %{root: kind, intermediates: [], peer: kind}
    made = :public_key.pkix_test_data(%{server_chain: server, client_chain: client})
    {made.server_config, made.client_config[:cacerts]}
  end
end
