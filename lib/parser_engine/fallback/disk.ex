defmodule ParserEngine.Fallback.Disk do
  @moduledoc false
  # Looks at regular files below a root, and at nothing else: a named pipe would block, a symbolic
  # link may lead out. Erlang cannot open with O_NOFOLLOW, so a path that is exchanged between the
  # look and the reading gets through here; the native side closes that gap.

  alias ParserEngine.Analyzer
  alias ParserEngine.Fallback.Text

  @block 64 * 1024

  @typedoc "Times count nanoseconds, but Erlang knows whole seconds only."
  @type stat :: Analyzer.stat()
  @type reading :: %{
          bytes: binary | nil,
          hash: String.t(),
          lines: non_neg_integer,
          stat: stat
        }
  @type reason ::
          :enoent
          | :eacces
          | {:io, String.t()}
          | {:not_regular, atom}
          | :outside_root
          | :not_utf8
          | :changing

  @spec stat(Path.t(), Path.t()) :: {:ok, stat} | {:error, reason}
  def stat(root, path) do
    with :ok <- plain(path),
         :ok <- reached_without_links(root, Path.split(path)),
         {:ok, lstat} <- root |> Path.join(path) |> File.lstat(time: :posix) |> explained(),
         do: regular(lstat)
  end

  @doc "Gives an error of the operating system as the reason that the native side gives."
  @spec explained({:ok, term} | {:error, File.posix()}) :: {:ok, term} | {:error, reason}
  def explained({:ok, answer}), do: {:ok, answer}
  def explained({:error, reason}) when reason in [:enoent, :enotdir], do: {:error, :enoent}
  def explained({:error, reason}) when reason in [:eacces, :eperm], do: {:error, :eacces}
  def explained({:error, reason}), do: {:error, {:io, "#{:file.format_error(reason)}"}}

  @doc "Reads a file once. One that is larger than `max_bytes` is hashed and comes without bytes."
  @spec read(Path.t(), Path.t(), pos_integer) :: {:ok, reading} | {:error, reason}
  def read(root, path, max_bytes) do
    with {:ok, stat} <- stat(root, path),
         {:ok, reading} <- content(Path.join(root, path), stat.size <= max_bytes),
         {:ok, ^stat} <- stat(root, path),
         ^stat <- %{stat | size: reading.size} do
      {:ok, reading |> Map.delete(:size) |> Map.put(:stat, stat)}
    else
      {:error, reason} -> {:error, reason}
      _other_stat -> {:error, :changing}
    end
  end

  defp plain(path) do
    cond do
      not String.valid?(path) -> {:error, :not_utf8}
      String.contains?(path, <<0>>) -> {:error, :enoent}
      Path.type(path) != :relative or ".." in Path.split(path) -> {:error, :outside_root}
      true -> :ok
    end
  end

  defp reached_without_links(_directory, [_name]), do: :ok
  defp reached_without_links(_directory, []), do: {:error, {:not_regular, :directory}}

  defp reached_without_links(directory, [name | rest]) do
    inner = Path.join(directory, name)

    case explained(File.lstat(inner)) do
      {:ok, %{type: :directory}} -> reached_without_links(inner, rest)
      {:ok, %{type: :symlink}} -> {:error, :outside_root}
      {:ok, _file} -> {:error, :enoent}
      {:error, reason} -> {:error, reason}
    end
  end

  defp regular(%{type: :regular} = lstat) do
    {:ok,
     %{
       size: lstat.size,
       mtime_ns: lstat.mtime * 1_000_000_000,
       ctime_ns: lstat.ctime * 1_000_000_000,
       inode: bigint(lstat.inode)
     }}
  end

  # File.lstat calls pipes and sockets alike "other"; the bits of the mode tell them apart.
  defp regular(%{type: :other, mode: mode}) do
    case Bitwise.band(mode, 0o170000) do
      0o010000 -> {:error, {:not_regular, :fifo}}
      0o140000 -> {:error, {:not_regular, :socket}}
      _ -> {:error, {:not_regular, :other}}
    end
  end

  defp regular(%{type: type}), do: {:error, {:not_regular, type}}

  # PostgreSQL has no unsigned numbers.
  defp bigint(unsigned) do
    <<signed::signed-64>> = <<unsigned::64>>
    signed
  end

  defp content(absolute, true) do
    with {:ok, bytes} <- absolute |> File.read() |> explained() do
      hash = hex(:crypto.hash(:sha256, bytes))
      {:ok, %{bytes: bytes, size: byte_size(bytes), hash: hash, lines: Text.line_count(bytes)}}
    end
  end

  defp content(absolute, false) do
    with {:ok, device} <- absolute |> File.open([:read, :raw, :binary]) |> explained() do
      try do
        blocks(device, %{hash: :crypto.hash_init(:sha256), size: 0, feeds: 0, open: 0})
      after
        File.close(device)
      end
    end
  end

  defp blocks(device, sum) do
    case :file.read(device, @block) do
      {:ok, block} -> blocks(device, add(sum, block))
      :eof -> {:ok, total(sum)}
      failure -> explained(failure)
    end
  end

  defp add(sum, block) do
    %{
      hash: :crypto.hash_update(sum.hash, block),
      size: sum.size + byte_size(block),
      feeds: sum.feeds + Text.line_feeds(block),
      open: Text.open_line(block)
    }
  end

  defp total(sum) do
    hash = hex(:crypto.hash_final(sum.hash))
    %{bytes: nil, size: sum.size, hash: hash, lines: sum.feeds + sum.open}
  end

  defp hex(digest), do: "sha256:" <> Base.encode16(digest, case: :lower)
end
