defmodule Bench.Machine do
  # What the kernel says of processes. Where it has no /proc, the answers are nil.

  @ticks_per_second 100

  def describe do
    "#{System.schedulers_online()} schedulers, load #{load()}, Elixir #{System.version()}, " <>
      "OTP #{System.otp_release()}"
  end

  defp load do
    case File.read("/proc/loadavg") do
      {:ok, text} -> text |> String.split() |> hd()
      {:error, _} -> "unknown"
    end
  end

  @doc "Peak resident memory of this VM so far, in MB."
  def peak_memory do
    with {:ok, status} <- File.read("/proc/self/status"),
         [_, kilobytes] <- Regex.run(~r/VmHWM:\s+(\d+) kB/, status) do
      String.to_integer(kilobytes) * 1024 / 1.0e6
    else
      _ -> nil
    end
  end

  @doc "CPU seconds of a process, and with `:children` of its children, ended ones included."
  def cpu(pid), do: pid |> ticks() |> seconds(2)

  def cpu(pid, :children) do
    with own when is_number(own) <- pid |> ticks() |> seconds(4) do
      pid |> children() |> Enum.map(&(cpu(&1) || 0)) |> Enum.sum() |> Kernel.+(own)
    end
  end

  defp seconds(nil, _count), do: nil
  defp seconds(ticks, count), do: (ticks |> Enum.take(count) |> Enum.sum()) / @ticks_per_second

  # utime, stime, cutime and cstime follow eleven fields after the name in parentheses.
  defp ticks(pid) do
    with {:ok, stat} <- File.read("/proc/#{pid}/stat") do
      stat
      |> String.split(") ")
      |> List.last()
      |> String.split()
      |> Enum.slice(11, 4)
      |> Enum.map(&String.to_integer/1)
    else
      {:error, _} -> nil
    end
  end

  defp children(pid) do
    case File.read("/proc/#{pid}/task/#{pid}/children") do
      {:ok, pids} -> String.split(pids)
      {:error, _} -> []
    end
  end
end
