defmodule ParserEngine.EmbedderTest do
  use ExUnit.Case, async: true
  doctest ParserEngine.Embedder
  doctest ParserEngine.Embedder.DocumentText
  doctest ParserEngine.Embedder.Vector

  alias ParserEngine.{Embedder, Error}
  alias ParserEngine.Embedder.{DocumentText, Vector}

  # Returns, or does, what its options say.
  defmodule Scripted do
    @behaviour ParserEngine.Embedder

    @impl true
    def identity(options), do: options[:identity].()
    @impl true
    def embed_documents(documents, options), do: options[:documents].(documents)
    @impl true
    def embed_query(text, options), do: options[:query].(text)
  end

  defmodule Particular do
    @behaviour ParserEngine.Embedder

    @impl true
    def validate_options(size: size), do: {:ok, [size: size, checked: true]}
    def validate_options(_options), do: {:error, {:missing_option, :size}}
    @impl true
    def identity(options), do: {:ok, %{model: inspect(options), dimensions: options[:size]}}
    @impl true
    def embed_documents(_documents, _options), do: {:error, :not_asked}
    @impl true
    def embed_query(_text, _options), do: {:error, :not_asked}
  end

  @identity %{model: "scripted-1", dimensions: 2}
  @document %{
    name: "f",
    container: "A",
    path: "a.ex",
    language: "elixir",
    documentation: nil,
    code: "def f"
  }

  defp scripted(options) do
    {:ok, embedder} = Embedder.validate({Scripted, options})
    embedder
  end

  defp documents(answer),
    do: Embedder.embed_documents(scripted(documents: answer), @identity, [@document, @document])

  defp floats(numbers), do: for(n <- numbers, into: <<>>, do: <<n::float-32-little>>)

  @not_a_number <<0, 0, 0xC0, 0x7F>>
  @infinite <<0, 0, 0x80, 0x7F>>

  describe "the option" do
    test "is a module, or a module with options" do
      assert {:ok, %Embedder{module: Scripted, options: []}} = Embedder.validate(Scripted)

      assert {:ok, %Embedder{module: Scripted, options: [a: 1]}} =
               Embedder.validate({Scripted, a: 1})
    end

    test "may be checked and kept otherwise by the module" do
      assert {:ok, embedder} = Embedder.validate({Particular, size: 3})
      assert {:ok, %{model: "[size: 3, checked: true]"}} = Embedder.identity(embedder)
      assert Embedder.validate(Particular) == {:error, {:missing_option, :size}}
    end

    test "is refused where it is none, and what may hold a key is not shown" do
      for value <-
            [nil, true, :no_such_module, String, "openai", 3, [api_key: "secret"]] ++
              [{String, []}, {Scripted, "secret"}, {Scripted, [1]}, {"secret", []}] do
        assert {:error, {:invalid_option, :embedder, _, _} = reason} = Embedder.validate(value)
        refute Error.message(reason) =~ "secret"
        assert Error.message(reason) =~ "a module with the callbacks of ParserEngine.Embedder"
      end
    end

    test "shows its module alone" do
      assert inspect(scripted(api_key: "secret")) ==
               "#ParserEngine.Embedder<module: #{inspect(Scripted)}, ...>"
    end
  end

  describe "what an embedder returns" do
    test "are results in the order of the documents, at unit length" do
      results = [{:ok, floats([3, 4])}, {:error, {:embedder_refused, 400, "too long"}}]

      assert documents(fn [_, _] -> {:ok, results} end) ==
               {:ok, [{:ok, floats([0.6, 0.8])}, {:error, {:embedder_refused, 400, "too long"}}]}
    end

    test "is no vector where it has no direction" do
      for bad <-
            [floats([0, 0]), floats([-0.0, 0]), floats([1]) <> @not_a_number] ++
              [@infinite <> floats([0])] do
        assert documents(fn _ -> {:ok, [{:ok, bad}, {:ok, floats([1, 0])}]} end) ==
                 {:ok, [{:error, :no_vector}, {:ok, floats([1, 0])}]}
      end
    end

    test "is an error of the whole where it is something else" do
      for {answer, words} <- [
            {{:ok, [{:ok, floats([1, 0])}]}, "1 results for 2 texts"},
            {{:ok, [{:ok, floats([1, 0])}, {:ok, floats([1])}]}, "a vector has 4 bytes, not 8"},
            {{:ok, [{:ok, [1.0, 0.0]}, {:error, :x}]}, "a vector is no binary"},
            {{:ok, [floats([1, 0]), floats([1, 0])]}, "neither a vector nor an error"},
            {{:ok, %{}}, "no list of results"},
            {:ok, "no list of results"}
          ] do
        assert {:error, {:embedder_answer, text}} = documents(fn _ -> answer end)
        assert text =~ words
      end
    end

    test "may be a transient error" do
      assert documents(fn _ -> {:error, {:embedder_busy, 5}} end) ==
               {:error, {:embedder_busy, 5}}
    end

    test "is nothing where it breaks off, and what it says is not told" do
      for {act, words} <- [
            {fn _ -> Keyword.fetch!([key: "secret"], :kee) end, "raised KeyError"},
            {fn _ -> exit({:secret, "secret"}) end, "broke off (exit)"},
            {fn _ -> throw("secret") end, "broke off (throw)"}
          ] do
        assert {:error, {:embedder_answer, text}} = documents(act)
        assert text == "#{inspect(Scripted)} #{words}"
      end
    end

    test "is not asked for without documents" do
      assert Embedder.embed_documents(scripted([]), @identity, []) == {:ok, []}
    end

    test "is checked for a query too" do
      query = &Embedder.embed_query(scripted(query: &1), @identity, "who?")
      assert query.(fn "who?" -> {:ok, floats([0, 2])} end) == {:ok, floats([0, 1])}
      assert query.(fn _ -> {:ok, floats([0, 0])} end) == {:error, :no_vector}
      assert query.(fn _ -> {:error, {:embedder_busy, 1}} end) == {:error, {:embedder_busy, 1}}
      assert {:error, {:embedder_answer, _}} = query.(fn _ -> {:ok, floats([1])} end)
      assert {:error, {:embedder_answer, _}} = query.(fn _ -> nil end)
      assert {:error, {:embedder_answer, _}} = query.(fn _ -> raise "secret" end)
    end

    test "is checked for an identity" do
      identity = &Embedder.identity(scripted(identity: fn -> &1 end))
      assert identity.({:ok, @identity}) == {:ok, @identity}
      assert identity.({:error, :nif_not_loaded}) == {:error, :nif_not_loaded}

      for odd <-
            [{:ok, %{@identity | dimensions: 0}}, {:ok, %{@identity | model: ""}}] ++
              [{:ok, %{model: "m"}}, {:ok, "m"}, nil] do
        assert {:error, {:embedder_answer, _}} = identity.(odd)
      end
    end
  end

  test "a vector of nearly unit length stays as it is" do
    assert {:ok, unit} = Vector.unit(floats([1.0, 2.0, 3.0]), 3)
    assert Vector.unit(unit, 3) == {:ok, unit}
    assert {:ok, large} = Vector.unit(floats([3.0e38, 3.0e38]), 2)
    assert {:ok, ^large} = Vector.unit(floats([1.0e-30, 1.0e-30]), 2)
  end

  test "the text of a document has what there is, and not its path" do
    assert DocumentText.build(@document) == "A.f\ndef f"
    assert DocumentText.build(%{@document | container: "", documentation: "Does."}) =~ "f\nDoes."
    assert DocumentText.build(@document) == DocumentText.build(%{@document | path: "b.ex"})
  end

  test "a text is cut between characters" do
    text = "aä€😀"
    # 1, 2, 3 and 4 bytes.
    cuts = for bytes <- 0..11, do: DocumentText.cut(text, bytes)
    assert Enum.all?(cuts, &String.valid?/1)
    assert Enum.map(cuts, &byte_size/1) == [0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10]
  end

  test "the embedder in the documentation works" do
    [_, source] = Regex.run(~r/```elixir\n(defmodule .*?)```/s, File.read!("docs/embedding.md"))
    [{module, _code}] = Code.compile_string(source)
    assert {:ok, embedder} = Embedder.validate(module)
    assert {:ok, identity} = Embedder.identity(embedder)
    codes = ["def total(cart)", "def send_mail(user)"]
    documents = for code <- codes, do: %{@document | code: code}

    assert {:ok, [{:ok, total}, {:ok, mail}]} =
             Embedder.embed_documents(embedder, identity, documents)

    assert {:ok, query} = Embedder.embed_query(embedder, identity, "total of a cart")
    assert cosine(query, total) > cosine(query, mail)
  end

  defp cosine(one, other) do
    numbers = &for(<<number::float-32-little <- &1>>, do: number)
    Enum.zip_with(numbers.(one), numbers.(other), &*/2) |> Enum.sum()
  end
end
