defmodule ParserEngine.Embedder.HTTPSecretsTest do
  use ParserEngine.EmbedderCase

  import ExUnit.CaptureLog

  alias ParserEngine.{Embedder, EmbeddingServer, Error, JSON}
  alias ParserEngine.Embedder.HTTP

  describe "the key" do
    test "is shown nowhere, whatever happens" do
      secret = "team-98765432"
      quoted = "not #{key()} (Bearer #{key()}), nor #{secret}"

      {_, log} =
        with_log([level: :debug], fn ->
          for answer <- [
                EmbeddingServer.error(401, quoted),
                EmbeddingServer.error(400, quoted),
                EmbeddingServer.error(500, quoted),
                {:json, 302, ["Location: http://#{key()}/"], ""},
                {:json, 200, [], JSON.encode(%{error: quoted})},
                {:json, 200, [], JSON.encode(%{data: key()})},
                {:bytes, "HTTP/1.1 200 OK\r\n#{key()}"},
                {:bytes, key()}
              ] do
            embedder = embedder(fn _ -> answer end, headers: [{"X-Key", secret}])
            assert {:error, reason} = embed(embedder, ["a"])
            assert_hidden([reason, embedder, embedder.options, Error.message(reason)], secret)
          end
        end)

      assert_hidden(log, secret)
    end

    test "is not shown where an option is wrong" do
      for options <- [
            [api_key: key() <> "\n"],
            [headers: [{"a b", key()}]],
            [headers: key()],
            [url: "http://user:#{key()}@host/"],
            [url: "ftp://host/?key=#{key()}"]
          ] do
        options = Keyword.merge([url: "http://host/", model: "m"], options)
        assert {:error, {:invalid_option, _, _, _} = reason} = Embedder.validate({HTTP, options})
        assert_hidden([reason, Error.message(reason)], key())
      end
    end

    test "may come from the environment or a function, when it is needed" do
      variable = "PARSER_ENGINE_TEST_KEY_#{System.unique_integer([:positive])}"
      embedder = embedder(&good/1, api_key: {:system, variable})

      assert {:error, {:invalid_option, :api_key, {:system, ^variable}, _}} =
               embed(embedder, ["a"])

      System.put_env(variable, "from-env\n")
      on_exit(fn -> System.delete_env(variable) end)
      assert {:ok, _} = embed(embedder, ["a"])
      assert {:ok, _} = embed(embedder(&good/1, api_key: fn -> "from-fun" end), ["a"])
      keys = for request <- requests(), do: request.headers["authorization"]
      assert keys == ["Bearer from-env", "Bearer from-fun"]

      assert {:error, {:invalid_option, :api_key, :hidden, _}} =
               embed(embedder(&good/1, api_key: fn -> 1 end), ["a"])
    end
  end

  defp assert_hidden(shown, secret) do
    text = inspect(shown, limit: :infinity, printable_limit: :infinity, structs: false)
    refute text =~ key()
    refute text =~ secret
  end
end
