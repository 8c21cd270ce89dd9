defmodule ParserEngine.SearchTest do
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Ingest, Search, SearchIndex}
  alias ParserEngine.Search.Results

  doctest ParserEngine.Search.Fusion
  doctest ParserEngine.Search.Question
  doctest ParserEngine.Search.Words

  @files %{
    "lib/session.ex" => """
    defmodule Shop.Session do
      @moduledoc "Who is logged in."

      @doc "Whether the token of a session is still valid."
      def valid?(token), do: Plug.Crypto.secure_compare(token, secret())

      def delete(conn), do: clear(conn)
      defp secret, do: Application.fetch_env!(:shop, :secret)
    end
    """,
    "lib/cart.ex" => """
    defmodule Shop.Cart do
      @doc "Adds an item, or raises its quantity."
      def add(cart, item), do: Map.update(cart, item, 1, &(&1 + 1))

      @doc "What all items cost together, in cents."
      def total(cart), do: Enum.sum(for {item, n} <- cart, do: n * item.price)

      def delete(cart, item), do: Map.delete(cart, item)
    end
    """,
    "assets/retry.ts" => """
    /** Calls a function again with exponential backoff until it succeeds. */
    export async function retry(fn: () => Promise<void>, attempts: number) {
      for (let i = 0; i < attempts; i++) await sleep(2 ** i);
    }
    """,
    "test/session_test.exs" => """
    defmodule Shop.SessionTest do
      @doc "Whether the token of a session is still valid."
      def valid_token, do: Shop.Session.valid?("token")
    end
    """,
    "README.md" => "# Shop\n\nHow to deploy the shop to production with releases.\n"
  }

  setup %{root: root, config: config, options: options} do
    for {path, text} <- @files, do: write(root, path, text)
    {:ok, %{search: {:ok, _done}}} = Ingest.run(config)
    {:ok, options: options}
  end

  defp names(results), do: Enum.map(results.hits, & &1.name)

  defp found(query, options) do
    {:ok, results} = ParserEngine.search(query, options)
    results
  end

  test "what is meant is found, and it is told why", %{options: options} do
    results = found("where do we check that a session token is valid", options)
    assert %{pending: 0, vectors: :used} = results
    assert Results.complete?(results)
    assert [hit | _] = results.hits

    assert %{path: "lib/session.ex", name: "valid?", container: "Shop.Session"} = hit
    assert %{start_line: 5, end_line: 5, kind: "function", language: "elixir"} = hit
    assert %{signature: "def valid?(token)", role: "source", exact: nil} = hit
    assert hit.documentation == "Whether the token of a session is still valid."
    assert hit.matched == ~w(sess token valid)
    assert hit.word_score > 0 and hit.cosine > 0.3 and hit.score > 0
  end

  test "other words than those of the code", %{options: options} do
    assert ["total" | _] = names(found("sum up the price of everything in the basket", options))
    assert ["retry" | _] = names(found("try again after a failure", options))
    assert ["README.md" | _] = names(found("deploy a release to production", options))
  end

  test "tests come after the code", %{options: options} do
    hits = found("whether the token of a session is still valid", options).hits
    roles = hits |> Enum.filter(&(&1.name =~ "valid")) |> Enum.map(& &1.role)
    assert ["source", "test"] = roles
  end

  test "a name or a path comes first", %{options: options} do
    assert [%{name: "valid?", exact: :name} | _] = found("valid?", options).hits

    assert [%{path: "lib/cart.ex", name: "delete", exact: :name}, other | _] =
             found("Shop.Cart.delete/2", options).hits

    assert other.exact == nil
    assert [%{name: "Shop.Cart", exact: :name} | _] = found("shop.cart", options).hits
    assert [%{name: "Shop.Cart", exact: :path} | _] = found("lib/cart.ex", options).hits
    assert [%{name: "total", exact: :path} | _] = found("cart.ex:6", options).hits
  end

  test "filters", %{options: options} do
    query = "delete a session"
    assert [_ | _] = hits = found(query, [language: "typescript"] ++ options).hits
    assert Enum.all?(hits, &(&1.language == "typescript"))
    assert [_ | _] = hits = found(query, [kind: "type"] ++ options).hits
    assert Enum.all?(hits, &(&1.kind == "module"))
    assert [_ | _] = hits = found(query, [path: "lib/"] ++ options).hits
    assert Enum.all?(hits, &String.starts_with?(&1.path, "lib/"))
    assert [_ | _] = hits = found(query, [path: "lib/cart.ex"] ++ options).hits
    assert Enum.all?(hits, &(&1.path == "lib/cart.ex"))
    assert [_] = found(query, [limit: 1] ++ options).hits
  end

  test "a path has no part in others that begin like it", context do
    %{config: config, options: options, root: root} = context
    text = "defmodule Shop.Tax do\n  def rate_of_tax, do: 19\nend\n"

    for path <- ~w(lib/tax.ex lib-old/tax.ex lib.ex lib/tax.ex.exs),
        do: write(root, path, String.replace(text, "Tax", "Tax#{:erlang.phash2(path)}"))

    {:ok, _summary} = Ingest.run(config)

    paths = fn path ->
      hits = found("rate of tax", [path: path, kind: "function", limit: 100] ++ options).hits
      for(%{name: "rate_of_tax", path: path} <- hits, do: path) |> Enum.sort()
    end

    for path <- ["lib", "lib/", "./lib"],
        do: assert(paths.(path) == ~w(lib/tax.ex lib/tax.ex.exs))

    assert paths.("lib/tax.ex") == ["lib/tax.ex"]
    assert length(paths.(".")) == 4

    assert {:error, {:invalid_option, :path, _, _}} =
             ParserEngine.search("a", [path: "/"] ++ options)
  end

  test "of names that differ in case the same spelling comes first", context do
    %{config: config, options: options, root: root} = context
    write(root, "lib/a.ts", "export function token() {}\nexport class Token {}\n")
    write(root, "lib/b.ts", "export function überTragen() {}\n")
    {:ok, _summary} = Ingest.run(config)

    spelled = fn query ->
      for(%{exact: :name} = hit <- found(query, options).hits, do: hit.name)
    end

    assert spelled.("token") == ["token", "Token"]
    assert spelled.("Token") == ["Token", "token"]
    assert spelled.("überTragen") == ["überTragen"]
  end

  test "several codebases at once", %{config: config, options: options, root: root} do
    other = %{config | codebase_id: config.codebase_id <> "-other"}
    {:ok, _summary} = Ingest.run(other)
    both = [config.codebase_id, other.codebase_id]
    hits = found("valid?", Keyword.put(options, :codebase_id, both)).hits
    assert hits |> Enum.filter(& &1.exact) |> Enum.map(& &1.codebase_id) |> Enum.sort() == both
    shown = inspect(found("valid?", Keyword.put(options, :codebase_id, both)))
    for id <- both, do: assert(shown =~ "Shop.Session.valid? (function) in #{id}\n")
    assert [%{codebase_id: id} | _] = found("valid?", options).hits
    assert id == config.codebase_id
    assert File.dir?(root)
  end

  test "a codebase that is not there, and tables that are not", %{options: options} do
    unknown = Keyword.put(options, :codebase_id, "nobody's")
    assert {:error, {:not_ingested, "nobody's"}} = ParserEngine.search("token", unknown)
    elsewhere = Keyword.put(options, :prefix, "nowhere")
    assert {:error, {:not_migrated, "nowhere", 0}} = ParserEngine.search("token", elsewhere)
    assert {:error, {:not_migrated, "nowhere", 0}} = ParserEngine.similar("token", elsewhere)
  end

  test "wrong options are told", %{options: options} do
    assert {:error, {:invalid_option, :query, "  ", _}} = ParserEngine.search("  ", options)

    assert {:error, {:invalid_option, :limit, 0, _}} =
             ParserEngine.search("a", [limit: 0] ++ options)

    assert {:error, {:invalid_option, :language, "klingon", _}} =
             ParserEngine.search("a", [language: "klingon"] ++ options)

    assert {:error, {:invalid_option, :kind, "thing", _}} =
             ParserEngine.search("a", [kind: "thing"] ++ options)

    assert {:error, {:unknown_option, :limt, _}} = ParserEngine.search("a", [limt: 1] ++ options)
  end

  test "odd queries harm nobody", %{options: options} do
    for query <- ["'", "\\", "a' | 'b", "\0", "🦀", "!!!", "%", String.duplicate("word ", 5_000)],
        do: assert({:ok, %Results{}} = ParserEngine.search(query, options))
  end

  test "without vectors code is found by its words", %{options: options} do
    results = found("token of a session", [embedder: false] ++ options)
    assert %{vectors: :off, hits: [%{name: "valid?", cosine: nil} | _]} = results
  end

  test "vectors of another embedder are told", %{config: config, options: options} do
    files = name(config, :codebase_metadata)
    statement(config, "UPDATE #{files} SET embedding_model = 'another/1'")
    symbols = name(config, :code_symbols)
    statement(config, "UPDATE #{symbols} SET embedding_model = 'another/1'")
    results = found("token of a session", options)
    assert {:error, {:other_embedder, "another/1", "code-1/512" <> _}} = results.vectors
    assert [%{name: "valid?"} | _] = results.hits
    refute Results.complete?(results)
  end

  test "an index that is not complete says so", %{config: config, options: options, root: root} do
    write(root, "lib/new.ex", "defmodule Shop.New do\n  def a, do: 1\nend\n")
    ParserEngine.Sync.path(config, "lib/new.ex")
    results = found("session", options)
    assert results.pending == 1
    refute Results.complete?(results)
    assert inspect(results) =~ "1 file is not indexed yet."
    {:ok, _done} = SearchIndex.run(config)
    assert found("session", options).pending == 0
  end

  test "what is like a definition", %{options: options} do
    {:ok, results} = ParserEngine.similar("Shop.Session.delete", options)
    refute Enum.any?(results.hits, &(&1.path == "lib/session.ex" and &1.name == "delete"))
    of_cart = for %{path: "lib/cart.ex"} = hit <- results.hits, do: hit.name
    assert hd(of_cart) == "delete"
    {:ok, by_place} = ParserEngine.similar("lib/session.ex:7", options)
    assert Enum.map(by_place.hits, & &1.name) == Enum.map(results.hits, & &1.name)
    assert {:error, {:nothing_named, "nothing"}} = Search.similar("nothing", options)
  end

  test "what a file contains does not steer a terminal", context do
    %{config: config, options: options, root: root} = context
    write(root, "lib/red.js", "/** Paints it \e[31mred. */\nfunction paint(a = \"\u202E\") {}\n")
    {:ok, _summary} = Ingest.run(config)
    text = inspect(found("paint", options))
    assert text =~ "Paints it \uFFFD[31mred."
    refute text =~ ~r/[\e\x{202E}]/u
  end

  test "IEx shows hits to be read", %{options: options} do
    text = inspect(found("valid?", options))
    assert text =~ "1. lib/session.ex:5  Shop.Session.valid? (function)"
    assert text =~ "its name"
  end
end
