defmodule ParserEngine.Crash do
  @moduledoc false
  # Ends another VM in the middle of a parse. The journal says which thread parses what.

  alias ParserEngine.{OtherVM, Patience}

  @slot 512
  @sigabrt "6"

  @doc """
  Runs an ingestion in the VM, and ends it by the signal as soon as it parses `path`. `:abort`
  is what an assertion in a grammar is: SIGABRT of the thread that parses. `:kill` hits all.
  """
  def while_parsing(vm, config, path, how) do
    pid = OtherVM.call(vm, System, :pid)

    {ingestion, monitor} =
      spawn_monitor(fn -> OtherVM.call(vm, ParserEngine.Ingest, :run, [config]) end)

    slot = await_slot(Path.join(config.state_dir, "#{pid}-*.journal"), path)
    signal(how, pid, slot)

    receive do
      {:DOWN, ^monitor, :process, ^ingestion, reason} -> reason
    end
  end

  defp await_slot(journals, path) do
    Patience.await(fn -> slot(journals, path) != nil end, 30_000)
    slot(journals, path)
  end

  defp slot(journals, path) do
    journals
    |> Path.wildcard()
    |> Enum.find_value(fn journal ->
      slots = for <<slot::binary-size(@slot) <- File.read!(journal)>>, do: slot
      Enum.find_index(slots, &(String.starts_with?(&1, "r") and &1 =~ path))
    end)
  end

  defp signal(:kill, pid, _slot), do: {_, 0} = System.cmd("kill", ["-KILL", pid])

  defp signal(:abort, pid, slot) do
    program =
      ~S|my ($call, @rest) = map { $_ + 0 } @ARGV; exit(syscall($call, @rest) == 0 ? 0 : 1)|

    {_, 0} = System.cmd("perl", ["-e", program, tgkill(), pid, thread(pid, slot), @sigabrt])
  end

  # By its number, since no command sends a signal to one thread.
  defp tgkill do
    case to_string(:erlang.system_info(:system_architecture)) do
      "x86_64" <> _ -> "234"
      "aarch64" <> _ -> "131"
    end
  end

  defp thread(pid, slot) do
    "/proc/#{pid}/task/*/comm"
    |> Path.wildcard()
    |> Enum.find(&(File.read!(&1) == "pe_analysis_#{slot}\n"))
    |> Path.dirname()
    |> Path.basename()
  end
end
