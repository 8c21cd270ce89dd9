defmodule ParserEngine.Embedder.HTTPTest do
  use ParserEngine.EmbedderCase
  doctest ParserEngine.Embedder.HTTP.Batch
  doctest ParserEngine.Embedder.HTTP.Settings

  alias ParserEngine.{Embedder, EmbeddingServer, Error, OtherVM}
  alias ParserEngine.Embedder.HTTP

  describe "a request" do
    test "is what the protocol asks for" do
      embedder = embedder(&good/1, dimensions: 2, headers: [{"X-Team", "search"}])
      assert {:ok, [{:ok, vector}]} = embed(embedder, ["a"])
      assert {:ok, vector} == vector_of("a")
      assert [request] = requests()
      assert request.path == "/v1/embeddings"

      assert request.body ==
               ~S({"dimensions":2,"encoding_format":"float","input":["f\na"],"model":"m"})

      assert request.headers["authorization"] == "Bearer " <> key()
      assert request.headers["content-type"] == "application/json"
      assert request.headers["x-team"] == "search"
    end

    test "names no dimensions and no key where there are none" do
      embedder = embedder(&good/1, api_key: nil)
      assert {:ok, [{:ok, _}]} = embed(embedder, ["a"])
      assert [request] = requests()
      refute request.body =~ "dimensions"
      refute Map.has_key?(request.headers, "authorization")
    end

    test "has so many texts at most, and the vectors come in the order of all" do
      embedder = embedder(&good/1, batch_size: 3)
      codes = for size <- 1..8, do: String.duplicate("x", size)
      assert {:ok, results} = embed(embedder, codes)
      assert results == Enum.map(codes, &vector_of/1)
      requests = requests()
      assert Enum.map(requests, &length(&1.inputs)) == [3, 3, 2]
      # Over one connection.
      assert [_] = requests |> Enum.map(& &1.connection) |> Enum.uniq()
    end

    test "has so many bytes at most" do
      embedder = embedder(&good/1, max_bytes: 100_000)
      code = String.duplicate("x", 200_000)
      assert {:ok, [_, _, _]} = embed(embedder, [code, code, code])
      assert [[one, _two], [_three]] = inputs()
      assert byte_size(one) == 100_000
    end

    test "has texts that are cut between characters, and prefixes" do
      embedder =
        embedder(&good/1, max_bytes: 16, document_prefix: "passage: ", query_prefix: "query: ")

      # The prefix, "f" and a line feed leave 5 bytes: two characters and a half.
      assert {:ok, [_]} = embed(embedder, ["ääää"])
      assert {:ok, _} = query(embedder, "who?")
      assert inputs() == [["passage: f\nää"], ["query: who?"]]
    end

    test "has text that JSON can hold, whatever a document holds" do
      assert {:ok, [{:ok, _}]} = embed(embedder(&good/1), [<<"\"\\\n", 0, 0xFF, "ä😀">>])
      assert inputs() == [[text("\"\\\n??ä😀")]]
    end

    test "is not made for an empty query" do
      assert query(embedder(&good/1), " \n") == {:error, :no_vector}
      assert requests() == []
    end
  end

  describe "an identity" do
    test "names model, dimensions and recipe" do
      identity = fn options ->
        elem(Embedder.identity(embedder_at("https://ai.test/v1", options)), 1)
      end

      assert identity.(dimensions: 256) == %{
               model: "ai.test/m@256/document-1/8000",
               dimensions: 256
             }

      others = [[dimensions: 255], [model: "n"], [max_bytes: 99], [document_prefix: "a"]]

      models =
        for more <- [[], [document_prefix: "b"] | others],
            do: identity.([dimensions: 256] |> Keyword.merge(more)).model

      assert models == Enum.uniq(models)

      assert identity.(dimensions: 256, query_prefix: "q", batch_size: 1) ==
               identity.(dimensions: 256)
    end

    test "asks the endpoint for the dimensions that no option tells" do
      assert {:ok, %{dimensions: 2, model: model}} = Embedder.identity(embedder(&good/1))
      assert model =~ "/m@2/"
      assert [["text"]] = inputs()
      busy = embedder(fn _ -> EmbeddingServer.error(429, "later") end)
      assert Embedder.identity(busy) == {:error, {:embedder_busy, 0}}
    end
  end

  # An endpoint that refuses requests in which a text has the word.
  defp refusing(word) do
    fn request ->
      if Enum.any?(request.inputs, &(&1 =~ word)),
        do: EmbeddingServer.error(400, "too many tokens"),
        else: good(request)
    end
  end

  describe "a text that is refused" do
    test "is found, and the others have their vectors" do
      embedder = embedder(refusing("poison"))
      codes = ["a", "bb", "poison", "dddd", "eeeee"]
      assert {:ok, results} = embed(embedder, codes)

      assert results ==
               for(code <- codes, do: if(code == "poison", do: refused(), else: vector_of(code)))

      assert [[_, _, _, _, _], ["text"] | halves] = inputs()
      assert length(halves) <= 6
    end

    test "may not be the only one" do
      embedder = embedder(refusing("poison"))
      assert {:ok, results} = embed(embedder, ["poison 1", "a", "poison 2", "poison 3"])
      assert results == [refused(), vector_of("a"), refused(), refused()]
    end

    test "may be alone" do
      assert embed(embedder(refusing("poison")), ["poison"]) == {:ok, [refused()]}
    end

    test "is not known where the endpoint fails meanwhile" do
      answer = fn request ->
        case request.inputs do
          [_] ->
            if request.inputs == ["text"],
              do: good(request),
              else: EmbeddingServer.error(500, "x")

          _ ->
            EmbeddingServer.error(413, "too large")
        end
      end

      assert embed(embedder(answer), ["a", "b"]) == {:error, {:embedder_unreachable, "500 x"}}
    end

    test "is an error of a query" do
      assert query(embedder(refusing("poison")), "poison") == refused()
    end
  end

  defp refused, do: {:error, {:embedder_refused, 400, "too many tokens"}}

  test "an option that is wrong is named with what it must be" do
    for {options, sentence} <- [
          {[], "option :url is missing"},
          {[url: "http://a/"], "option :model is missing"},
          {[url: "http://a/", model: "m", modle: "n"],
           "unknown option :modle, did you mean :model?"},
          {[url: "localhost:80", model: "m"],
           ~s(option :url is "localhost:80", but must be an http or https URL without a user or a fragment)},
          {[url: "http://a/", model: ""],
           ~s(option :model is "", but must be a non-empty string)},
          {[url: "http://a/", model: "m", batch_size: 0],
           "option :batch_size is 0, but must be an integer from 1 to 2048"},
          {[url: "http://a/", model: "m", dimensions: 1.5],
           "option :dimensions is 1.5, but must be an integer from 1 to 16000"},
          {[url: "http://a/", model: "m", timeout: :infinity],
           "option :timeout is :infinity, but must be milliseconds, at most an hour"},
          {[url: "http://a/", model: "m", query_prefix: nil],
           "option :query_prefix is nil, but must be a string"}
        ] do
      assert {:error, reason} = Embedder.validate({HTTP, options})
      assert Error.message(reason) == sentence
    end
  end

  @tag :tmp_dir
  test "without the NIF there is no adapter", %{tmp_dir: tmp_dir} do
    vm = OtherVM.start(tmp_dir, &File.rm!(Path.join(&1, "parser_engine_nif.so")))
    options = [url: "http://127.0.0.1:9/", model: "m"]
    assert OtherVM.call(vm, HTTP, :embed_query, ["who?", options]) == {:error, :nif_not_loaded}
  end
end
