defmodule ParserEngine.Storm.EventQueue do
  @moduledoc false
  # The kernel's queue of inotify events, which holds 16,384 and hardly ever overflows. An instance
  # that is started while the setting is small has a small one for as long as it watches.
  # PARSER_ENGINE_QUEUED_EVENTS says how small; only root can change the setting, and it is changed
  # for the moment of the start only, since it is everybody's.

  @setting "/proc/sys/fs/inotify/max_queued_events"

  @doc "Calls `start` with a queue as short as it is wanted."
  def short(start), do: short(System.get_env("PARSER_ENGINE_QUEUED_EVENTS"), start)

  defp short(nil, start), do: start.()

  defp short(length, start) do
    before = File.read!(@setting)
    File.write!(@setting, length)

    try do
      start.()
    after
      File.write!(@setting, before)
    end
  end
end
