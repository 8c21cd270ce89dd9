defmodule ParserEngine.Embedder.HTTPTroubleTest do
  use ParserEngine.EmbedderCase

  alias ParserEngine.{Embedder, EmbeddingServer, JSON}

  describe "an endpoint that is busy" do
    test "says how long, in seconds or until when" do
      assert said(429, ["Retry-After: 7"]) == {:error, {:embedder_busy, 7_000}}
      assert said(503, ["Retry-After: 2"]) == {:error, {:embedder_busy, 2_000}}

      soon = DateTime.utc_now() |> DateTime.add(90) |> Calendar.strftime("%a, %d %b %Y %X GMT")
      assert {:error, {:embedder_busy, wait}} = said(429, ["Retry-After: " <> soon])
      assert wait in 60_000..90_000
    end

    test "may say nothing of use" do
      assert said(429, []) == {:error, {:embedder_busy, 0}}
      assert said(429, ["Retry-After: soon"]) == {:error, {:embedder_busy, 0}}
      assert said(429, ["Retry-After: 99999999999"]) == {:error, {:embedder_busy, 86_400_000}}
    end
  end

  defp said(status, headers),
    do: embed(embedder(fn _ -> EmbeddingServer.error(status, "no", headers) end), ["a"])

  describe "an endpoint that fails" do
    test "is unreachable for now" do
      assert said(500, []) == {:error, {:embedder_unreachable, "500 no"}}
      assert said(503, []) == {:error, {:embedder_unreachable, "503 no"}}
      html = fn _ -> {:json, 502, [], "<html>nginx</html>"} end
      assert embed(embedder(html), ["a"]) == {:error, {:embedder_unreachable, "502 Bad Gateway"}}
    end

    test "may close the connection at any time" do
      head = "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"
      chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      data = ~S({"data":[{"index":0,"embedding":[1,)

      for bytes <- ["", "HTTP/1.1 200", head, head <> data, chunked <> "23\r\n" <> data] do
        assert {:error, {:embedder_unreachable, _text}} =
                 embed(embedder(fn _ -> {:bytes, bytes} end), ["a"])
      end
    end

    test "may not answer in time, or not to the end" do
      head = "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"
      told = {:error, {:embedder_unreachable, "it did not answer in time"}}

      for act <- [{:stall, ""}, {:stall, "HTTP/1.1"}, {:stall, head}, {:trickle, head}] do
        embedder = embedder(fn _ -> act end, timeout: 300)
        assert {microseconds, ^told} = :timer.tc(fn -> embed(embedder, ["a"]) end)
        assert microseconds < 4_000_000
      end
    end

    test "may close a connection that is kept for the next request" do
      body = ~S({"data":[{"index":0,"embedding":[3,1]}]})
      head = "HTTP/1.1 200 OK\r\nContent-Length: #{byte_size(body)}\r\n\r\n"
      embedder = embedder(fn _ -> {:bytes, [head, body]} end)

      for _ <- 1..3 do
        assert embed(embedder, ["a"]) == {:ok, [vector_of("a")]}
        assert_receive {:closed, _port}, 20_000
      end
    end

    test "may not be there" do
      port = closed_port()
      embedder = embedder_at("http://127.0.0.1:#{port}/v1")
      assert {:error, {:embedder_unreachable, text}} = embed(embedder, ["a"])
      assert text =~ "refused" or text =~ "connection failed"

      nowhere = embedder_at("http://no-such-host.invalid/v1", timeout: 5_000)
      assert {:error, {:embedder_unreachable, _}} = embed(nowhere, ["a"])
    end
  end

  defp closed_port do
    {:ok, listener} = :gen_tcp.listen(0, ip: {127, 0, 0, 1})
    {:ok, port} = :inet.port(listener)
    :ok = :gen_tcp.close(listener)
    port
  end

  describe "an endpoint that takes no such request" do
    test "is told apart" do
      for status <- [401, 403, 404, 405] do
        assert said(status, []) == {:error, {:embedder_denied, status, "no"}}
      end
    end

    test "may refuse with the status for a bad text: a harmless word is refused too then" do
      wrong_model = embedder(fn _ -> EmbeddingServer.error(400, "no such model") end)
      denied = {:error, {:embedder_denied, 400, "no such model"}}
      assert embed(wrong_model, ["a", "b", "c"]) == denied
      assert [[_, _, _], ["text"]] = inputs()
      assert Embedder.identity(wrong_model) == denied
    end

    test "gets no key by a redirect" do
      other = EmbeddingServer.start(&good/1)

      for status <- [301, 302, 303, 307, 308] do
        location = ["Location: " <> EmbeddingServer.url(other)]
        embedder = embedder(fn _ -> {:json, status, location, ""} end)
        assert {:error, {:embedder_denied, ^status, text}} = embed(embedder, ["a"])
        assert text =~ "redirects to http://127.0.0.1:#{other}/"
      end

      ports = for {:request, port, _} <- elem(Process.info(self(), :messages), 1), do: port
      assert length(ports) == 5 and other not in ports
    end
  end

  describe "an answer" do
    test "may have its vectors in any order" do
      reversed = fn request ->
        items =
          for {text, index} <- Enum.reverse(Enum.with_index(request.inputs)),
              do: %{index: index, embedding: numbers(text)}

        {:json, 200, [], JSON.encode(%{data: items})}
      end

      codes = ["a", "bb", "ccc"]
      assert embed(embedder(reversed), codes) == {:ok, Enum.map(codes, &vector_of/1)}
    end

    test "may come in chunks" do
      chunks =
        for part <- [~S({"data":[{"index":0,"embe), ~S(dding":[3,1]}]}), ""], do: chunk(part)

      head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

      assert embed(embedder(fn _ -> {:bytes, [head, chunks]} end), ["a"]) ==
               {:ok, [vector_of("a")]}
    end

    test "may lack the vector of a document" do
      for numbers <- [[0, 0], [nil, 1]] do
        answer =
          &EmbeddingServer.vectors(&1, fn text -> if(text =~ "odd", do: numbers, else: [1, 0]) end)

        assert {:ok, [{:ok, _}, {:error, :no_vector}, {:ok, _}]} =
                 embed(embedder(answer), ["a", "odd", "b"])
      end
    end

    test "is none where it is not one vector for each text, of the right size" do
      item = &%{index: &1, embedding: &2}

      for {body, words} <- [
            {JSON.encode(%{data: [item.(0, [1, 0])]}), "1 vectors for 2 texts"},
            {JSON.encode(%{data: [item.(0, [1, 0]), item.(0, [1, 0])]}),
             "no vector has the index 1"},
            {JSON.encode(%{data: [%{embedding: [1, 0]}, item.(1, [1, 0])]}), "index"},
            {JSON.encode(%{data: [item.(0, [1]), item.(1, [1])]}),
             "a vector has 1 dimensions, not 2"},
            {~S({"data":[{"index":0,"embedding":[NaN,1]}]}), "expected value"},
            {JSON.encode(%{error: %{message: "overloaded"}}), "overloaded"},
            {"<html>", "expected value"},
            {"", "EOF"}
          ] do
        embedder = embedder(fn _ -> {:json, 200, [], body} end, dimensions: 2)
        assert {:error, {:embedder_answer, text}} = embed(embedder, ["a", "b"])
        assert text =~ words
      end

      # Without the option the identity tells the size.
      long = embedder(&EmbeddingServer.vectors(&1, fn _ -> [1, 2, 3] end))
      assert embed(long, ["a"]) == {:error, {:embedder_answer, "a vector has 12 bytes, not 8"}}
    end

    test "is not read on where it is too large" do
      for head <- [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
          ] do
        embedder = embedder(fn _ -> {:endless, head} end)
        assert {:error, {:embedder_answer, text}} = embed(embedder, ["a"])
        assert text =~ "more than 262144 bytes"
      end

      error = embedder(fn _ -> {:endless, "HTTP/1.1 500 No\r\n\r\n"} end)
      assert embed(error, ["a"]) == {:error, {:embedder_unreachable, "500 Internal Server Error"}}
    end

    test "may be no HTTP" do
      for bytes <-
            ["\0\1\2\3", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc\r\n\r\n"] ++
              ["HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}"] do
        assert {:error, {kind, _text}} = embed(embedder(fn _ -> {:bytes, bytes} end), ["a"])
        assert kind in [:embedder_unreachable, :embedder_answer]
      end
    end

    test "is told in few words" do
      embedder = embedder(fn _ -> EmbeddingServer.error(404, String.duplicate("ä\n", 500)) end)
      assert {:error, {:embedder_denied, 404, text}} = embed(embedder, ["a"])
      assert byte_size(text) <= 200 and String.valid?(text)
      refute text =~ "\n"
    end
  end

  defp chunk(text), do: [Integer.to_string(byte_size(text), 16), "\r\n", text, "\r\n"]
end
