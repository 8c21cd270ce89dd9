defmodule ParserEngine.Doctor.UnansweredTest do
  # Something that the doctor asks is not there.
  use ParserEngine.CodebaseCase

  alias ParserEngine.Doctor.Finding
  alias ParserEngine.OtherVM

  @source "defmodule A do\nend\n"

  setup %{options: options}, do: {:ok, options: options ++ [ignore: ["old/"]]}

  defp diagnose(paths, options) do
    {:ok, diagnosis} = ParserEngine.diagnose(paths, options)
    diagnosis
  end

  defp reasons(diagnosis), do: for(f <- diagnosis.findings, do: {f.path, f.reason, f.detail})

  test "what the rules say is told without a database", %{options: options, root: root} do
    for path <- ~w(lib/a.ex old/b.ex), do: write(root, path, @source)

    for {more, reason, detail} <- [
          {[repo: nil], :no_repo, nil},
          {[prefix: "nowhere"], :no_tables, "the tables in schema nowhere are at version 0"},
          {[repo: ParserEngine.Doctor.UnansweredTest.DownRepo], :database_away,
           "PostgreSQL cannot be reached: connection refused"}
        ] do
      diagnosis = diagnose(["lib/a.ex", "old/b.ex", "lib"], Keyword.merge(options, more))

      assert [{"lib/a.ex", ^reason, told}, {"old/b.ex", :ignored, _}, {"lib/a.ex", ^reason, told}] =
               reasons(diagnosis)

      assert (told || "") =~ (detail || "")
      assert diagnosis.counts == %{reason => 2, :ignored => 1}
    end
  end

  test "a root that is not there", %{options: options, root: root} do
    File.rm_rf!(root)
    assert reasons(diagnose(["a.ex"], options)) == [{"a.ex", :no_root, root}]
  end

  @tag :tmp_dir
  test "a library that is not there", %{options: options, root: root, tmp_dir: tmp_dir} do
    write(root, "a.ex", @source)
    vm = OtherVM.start(tmp_dir, &File.rm!(Path.join(&1, "parser_engine_nif.so")))
    assert {:ok, diagnosis} = OtherVM.call(vm, ParserEngine, :diagnose, ["a.ex", options])
    assert reasons(diagnosis) == [{"a.ex", :nif_not_loaded, nil}]
  end

  test "a wrong pattern, and no codebase, are errors", %{options: options} do
    assert {:error, {:invalid_pattern, "a{b", _words}} =
             ParserEngine.diagnose("a.ex", Keyword.put(options, :ignore, ["a{b"]))

    assert ParserEngine.diagnose("a.ex", codebase_id: nil) == {:error, :no_codebase_id}
  end

  test "a finding makes a sentence" do
    finding = Finding.new("a.ex", :ignored, "pattern a.ex")
    assert Finding.sentence(finding) == "an ignore rule leaves it out (pattern a.ex)"
    assert Finding.advice(finding) =~ "take the pattern away"
    assert Finding.advice(Finding.new("a.ex", :indexed)) == nil
  end

  defmodule DownRepo do
    def query(_sql, _params, _options), do: {:error, %RuntimeError{message: "connection refused"}}
  end
end
