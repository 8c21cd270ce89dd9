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
  def peak_memory, do: megabytes("VmHWM")

  @doc "Resident memory of this VM, in MB."
  def resident_memory, do: megabytes("VmRSS")

  @doc "Threads of this VM, as the kernel counts them."
  def threads, do: status("Threads")

  @doc "Open file descriptors of this VM."
  def descriptors do
    with {:ok, names} <- File.ls("/proc/self/fd"), do: length(names), else: (_ -> nil)
  end

  @doc "Directories that this VM watches by inotify."
  def inotify_watches do
    with {:ok, names} <- File.ls("/proc/self/fdinfo") do
      names |> Enum.map(&watches/1) |> Enum.sum()
    else
      _ -> nil
    end
  end

  # A descriptor may be closed by now.
  defp watches(descriptor) do
    case File.read("/proc/self/fdinfo/#{descriptor}") do
      {:ok, text} -> length(Regex.scan(~r/^inotify wd:/m, text))
      {:error, _closed} -> 0
    end
  end

  defp megabytes(field) do
    with kilobytes when is_integer(kilobytes) <- status(field), do: kilobytes * 1024 / 1.0e6
  end

  defp status(field) do
    with {:ok, status} <- File.read("/proc/self/status"),
         [_, number] <- Regex.run(~r/^#{field}:\s+(\d+)/m, status) do
      String.to_integer(number)
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
