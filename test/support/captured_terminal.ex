defmodule ParserEngine.CapturedTerminal do
  @moduledoc false
  # What a command writes comes to the test's own mailbox.

  alias ParserEngine.Terminal

  @doc "A terminal that sends its words to the calling process."
  def new do
    test = self()

    %Terminal{
      puts: &send(test, {:puts, IO.iodata_to_binary(&1)}),
      complain: &send(test, {:complain, IO.iodata_to_binary(&1)}),
      log: fn _level -> :ok end
    }
  end

  @doc "All that was written since the last question, by `:puts` or `:complain`."
  def written(kind, text \\ "") do
    receive do
      {^kind, more} -> written(kind, text <> more)
    after
      0 -> text
    end
  end
end
