defmodule ParserEngine.CodeFileWatcher.Followers do
  @moduledoc false
  # The processes beside the watcher that write what depends on more than one file, or takes its time.
  # They are told what may be others now; one that is not there hears nothing, and asks when it is.

  alias ParserEngine.{CodeGraph, Config, SearchIndex}

  @doc "Rows at these paths and below them may be others now; `more?` says that others will follow."
  @spec changed(Config.t(), [String.t()], more? :: boolean()) :: :ok
  def changed(config, paths, more? \\ false) do
    CodeGraph.Keeper.changed(config, paths, more?)
    if paths != [], do: SearchIndex.Keeper.changed(config), else: :ok
  end

  @doc "The tables were compared with the tree."
  @spec compared(Config.t()) :: :ok
  def compared(config) do
    CodeGraph.Keeper.compared(config)
    SearchIndex.Keeper.compared(config)
  end

  @doc "Another instance does the work from now on."
  @spec stand_by(Config.t()) :: :ok
  def stand_by(config) do
    CodeGraph.Keeper.stand_by(config)
    SearchIndex.Keeper.stand_by(config)
  end
end
