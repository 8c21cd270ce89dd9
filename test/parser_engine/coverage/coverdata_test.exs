defmodule ParserEngine.Coverage.CoverdataTest do
  # A report of `mix test --cover` over a small project, made here, against Mix's own numbers.
  use ParserEngine.CodebaseCase

  alias ParserEngine.Coverage.{Coverdata, Summary}
  alias ParserEngine.{Error, Ingest}

  @moduletag timeout: 120_000

  @project %{
    "mix.exs" => """
    defmodule Tiny.MixProject do
      use Mix.Project
      def project, do: [app: :tiny, version: "0.1.0", test_coverage: [summary: [threshold: 0]]]
    end
    """,
    "lib/tiny.ex" => """
    defmodule Tiny do
      def sign(n) when n > 0, do: :positive
      def sign(0), do: :zero
      def sign(_n), do: :negative

      def unused(x) do
        y = x + 1
        y * 2
      end

      defmodule Inner do
        def twice(x) do
          y = x
          x + y
        end
      end

      defimpl String.Chars, for: Range do
        def to_string(range), do: inspect(range)
      end
    end
    """,
    "lib/large.ex" => """
    defmodule Large do
    #{for n <- 1..200, do: "  def f#{n}(x), do: x + #{n}\n"}
    end
    """,
    "lib/untested.ex" => """
    defmodule Untested do
      def f(x), do: x
    end
    """,
    "test/test_helper.exs" => "ExUnit.start()\n",
    "test/tiny_test.exs" => """
    defmodule TinyTest do
      use ExUnit.Case

      test "all" do
        assert Tiny.sign(1) == :positive
        assert Tiny.sign(0) == :zero
        assert Tiny.Inner.twice(2) == 4
        assert Large.f7(1) == 8
      end
    end
    """
  }

  setup %{root: root} do
    for {path, text} <- @project, do: write(root, path, text)
    :ok
  end

  test "mix test --cover --export-coverage", %{config: config, options: options, root: root} do
    output = mix(root, ["test", "--cover", "--export-coverage", "tiny"])
    assert output =~ "1 test, 0 failures"
    table = mix(root, ["test.coverage"])
    File.rm_rf!(Path.join(root, "_build"))
    {:ok, _summary} = Ingest.run(config)

    report = Path.join(root, "cover/tiny.coverdata")
    assert {:ok, summary} = ParserEngine.import_coverage(report, options)
    assert %{unknown: [], ambiguous: [], stale: [], files: 3} = summary

    assert percent(config, "lib/large.ex") == percent_told(table, "Large")
    assert percent(config, "lib/untested.ex") == percent_told(table, "Untested")
    assert percent_told(table, "Tiny") == "40.00"
    assert percent_told(table, "Tiny.Inner") == "100.00"
    # Both modules, and an implementation of one line.
    assert percent(config, "lib/tiny.ex") == "50.00"
    assert percent_of_all(summary) == percent_told(table, "Total")

    assert functions(config, "lib/tiny.ex") == [
             ["sign", "Tiny", "2", "3"],
             ["unused", "Tiny", "0", "2"],
             ["twice", "Tiny.Inner", "2", "2"],
             ["to_string", "String.Chars.Range", "0", "1"]
           ]
  end

  # Mix's environment of this suite is not for the project.
  defp mix(root, words) do
    environment = [{"MIX_ENV", "test"}, {"MIX_BUILD_PATH", nil}, {"ERL_LIBS", nil}]

    {output, status} =
      System.cmd("mix", words, cd: root, env: environment, stderr_to_stdout: true)

    assert status == 0, output
    output
  end

  defp percent_told(table, name) do
    [_line, percent] = Regex.run(~r/([\d.]+)% \| #{Regex.escape(name)}\s*$/m, table)
    :erlang.float_to_binary(String.to_float(percent), decimals: 2)
  end

  defp percent_of_all(%Summary{} = summary),
    do: :erlang.float_to_binary(100 * summary.covered / summary.relevant, decimals: 2)

  defp percent(config, path) do
    sql = "SELECT round(100 * test_coverage::numeric, 2)::text FROM T WHERE path = $1::text"
    [[percent]] = rows(config, :codebase_metadata, sql, [path])
    percent
  end

  defp functions(config, path) do
    sql = """
    SELECT f.value ->> 'name', f.value ->> 'parent', f.value ->> 'covered', f.value ->> 'relevant'
    FROM T, jsonb_array_elements(coverage -> 'functions') WITH ORDINALITY AS f(value, number)
    WHERE path = $1::text ORDER BY f.number
    """

    rows(config, :codebase_metadata, sql, [path])
  end

  describe "the external term format" do
    test "makes no atom" do
      names =
        for n <- 1..2000, do: "Elixir.Nobody.Knows#{n}.#{System.unique_integer([:positive])}"

      report = for name <- names, do: [term(file(name)), term(bump(name, 3, 1))]
      before = :erlang.system_info(:atom_count)
      assert {:ok, measured} = Coverdata.read(IO.iodata_to_binary(report))
      assert map_size(measured) == 2000
      # Other tests run beside this one.
      assert :erlang.system_info(:atom_count) - before < 1000
      for name <- names, do: assert_raise(ArgumentError, fn -> String.to_existing_atom(name) end)
    end

    test "an Erlang module with a source, and one without any" do
      report = [
        term({:file, :lists, '/ci/lib/ä.erl'}),
        term({{:bump, :lists, :map, 2, 1, 5}, 3}),
        term({{:bump, :lists, :map, 2, 2, 5}, 4}),
        term({{:bump, :lists, :map, 2, 2, 0}, 4}),
        term({:file, :maps, 'maps.beam'})
      ]

      assert Coverdata.read(IO.iodata_to_binary(report)) ==
               {:ok, %{"/ci/lib/ä.erl" => %{5 => 7}, {:module, "maps"} => %{}}}
    end

    test "cut off or damaged anywhere" do
      large = for line <- 1..300, do: {:cut, :f, 1, 1, line}

      report = [
        term({:file, :cut, 'cut.beam'}),
        term({:cut, large}),
        term({{:bump, :cut, :f, 1, 1, 3}, 1})
      ]

      bytes = IO.iodata_to_binary(report)
      assert {:ok, %{{:module, "cut"} => %{3 => 1}}} = Coverdata.read(bytes)

      for at <- 0..(byte_size(bytes) - 1) do
        assert_answer(binary_part(bytes, 0, at))
        <<before::binary-size(at), _byte, rest::binary>> = bytes
        for byte <- [0, 80, 131, 255], do: assert_answer(before <> <<byte>> <> rest)
      end
    end
  end

  defp assert_answer(bytes) do
    case Coverdata.read(bytes) do
      {:ok, %{}} -> :ok
      {:error, reason} -> assert Error.message(reason) =~ "cannot be read as coverdata"
    end
  end

  # As cover writes one.
  defp term(bytes) when is_binary(bytes), do: [byte_size(bytes), bytes]

  defp term(term) do
    bytes = :erlang.term_to_binary(term, [:compressed])
    size = byte_size(bytes)
    if size > 255, do: [term({:"$size", size}), bytes], else: [size, bytes]
  end

  defp file(name), do: <<131, 104, 3, atom("file")::binary, atom(name)::binary, 106>>

  defp bump(name, line, hits) do
    <<131, 104, 2, 104, 6, atom("bump")::binary, atom(name)::binary, atom("f")::binary, 97, 1, 97,
      1, 97, line, 97, hits>>
  end

  defp atom(name), do: <<119, byte_size(name), name::binary>>
end
