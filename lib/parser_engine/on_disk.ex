defmodule ParserEngine.OnDisk do
  @moduledoc false
  # A quick look at one path, which follows no link and does not queue for Erlang's file server.

  @doc "What kind of thing is there, and its size in bytes."
  @spec look(Path.t(), String.t()) :: {:ok, atom(), non_neg_integer()} | {:error, :file.posix()}
  def look(root, path) do
    with {:ok, info} <- :file.read_link_info(Path.join(root, path), [:raw, time: :posix]),
         do: {:ok, elem(info, 2), elem(info, 1)}
  end

  @doc "Whether it is certain that nothing is there."
  @spec gone?(Path.t(), String.t()) :: boolean()
  def gone?(root, path),
    do: match?({:error, reason} when reason in [:enoent, :enotdir], look(root, path))
end
