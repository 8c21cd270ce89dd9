defmodule ParserEngine.Doctor.RetryTest do
  # A content that has really ended a VM.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Crash, Doctor, Ingest, OtherVM, Terminal}

  @moduletag :tmp_dir
  # Its parse takes seconds.
  @slow "slow.json"

  test "a quarantined content is told, and parsed once more on request", context do
    %{config: config, options: options, root: root, tmp_dir: tmp_dir} = context

    write(
      root,
      @slow,
      String.duplicate(~s({"a": [1, 2, \n), 400) <> String.duplicate(~s(]{:"a"\n), 271_000)
    )

    state = Path.join(tmp_dir, "state")
    config = %{config | state_dir: state, parse_timeout: 60_000}
    tmp_dir |> start("first") |> Crash.while_parsing(config, @slow, :abort)

    vm = start(tmp_dir, "second")

    for {name, value} <- [state_dir: state, parse_timeout: 100],
        do: OtherVM.call(vm, Application, :put_env, [:parser_engine, name, value])

    impatient = %{config | parse_timeout: 100}
    assert {:ok, %{failed: []}} = OtherVM.call(vm, Ingest, :run, [impatient])
    assert reason(vm, options) == :quarantined
    assert run(vm, config, []) == 1
    assert reason(vm, options) == :quarantined

    assert run(vm, config, ["--retry"]) == 1
    assert reason(vm, options) == :timeout
  end

  defp start(tmp_dir, name) do
    vm = OtherVM.start(Path.join(tmp_dir, name))
    OtherVM.start_repo(vm)
    vm
  end

  defp reason(vm, options) do
    {:ok, %{findings: [finding]}} = OtherVM.call(vm, ParserEngine, :diagnose, [@slow, options])
    finding.reason
  end

  defp run(vm, config, words) do
    silent = &Function.identity/1
    terminal = %Terminal{puts: silent, complain: silent, log: silent}

    named =
      ["--path", config.root, "--id", config.codebase_id, "--prefix", config.prefix] ++
        ["--repo", inspect(config.repo), Path.join(config.root, @slow)]

    OtherVM.call(vm, Doctor.Command, :run, [words ++ named, terminal])
  end
end
