defmodule ParserEngine.CommandLineTest do
  use ExUnit.Case, async: true

  alias ParserEngine.{CapturedTerminal, CommandLine}

  doctest CommandLine

  @switches [format: :string, dry_run: :boolean, min: :float]

  defp parse(words, most \\ 0), do: CommandLine.parse(words, @switches, [f: :format], most)

  test "switches and other words are told apart" do
    assert parse(~w(lib -f json --min 3 --dry-run), 1) ==
             {:ok, [format: "json", min: 3.0, dry_run: true], ["lib"]}
  end

  test "wrong usage, each named" do
    for {words, sentence} <- [
          {~w(lib), ~s("lib" is not an option)},
          {~w(--formt json), "unknown option --formt, did you mean --format?"},
          {~w(--zzz), "unknown option --zzz"},
          {~w(--min many), ~s(--min cannot be "many")},
          {~w(--format), "--format needs a value"}
        ] do
      assert parse(words) == {:error, {:usage, sentence}}
    end
  end

  test "more words than there is use for" do
    assert parse(~w(lib test), 1) ==
             {:error, {:usage, ~s("test" is one too many: at most 1 path)}}
  end

  for task <- [Mix.Tasks.Code.Ingest, Mix.Tasks.Code.Metrics, Mix.Tasks.Code.Doctor],
      word <- ["--help", "-h"] do
    test "#{Mix.Task.task_name(task)} #{word} tells its usage and does nothing else" do
      assert unquote(task).run(["--wrong", unquote(word)], CapturedTerminal.new()) == :ok
      text = CapturedTerminal.written(:puts)
      assert text =~ "mix #{Mix.Task.task_name(unquote(task))}"
      assert text =~ "## Command line options"
      assert CapturedTerminal.written(:complain) == ""
    end
  end
end
