defmodule ParserEngine.UserFolders do
  @moduledoc false
  # The user's folders, as the XDG Base Directory Specification names them.

  @doc "For data that is to stay."
  @spec data() :: Path.t()
  def data, do: folder("XDG_DATA_HOME", ".local/share")

  @doc "For what outlives a restart, but means nothing on another machine."
  @spec state() :: Path.t()
  def state, do: folder("XDG_STATE_HOME", ".local/state")

  defp folder(variable, default) do
    home = System.get_env(variable, "")
    # The specification has relative ones ignored.
    top = if Path.type(home) == :absolute, do: home, else: Path.join(user(), default)
    Path.join(top, "parser_engine")
  end

  defp user, do: System.user_home() || System.tmp_dir!()
end
