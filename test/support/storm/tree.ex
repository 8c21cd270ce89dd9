defmodule ParserEngine.Storm.Tree do
  @moduledoc false
  # Carries the operations of a storm out on a real tree. One that does not apply (a file where it
  # wants a directory, nothing of the kind that it wants) does nothing.

  alias ParserEngine.Storm.Content

  @enforce_keys [:root, :outside]
  defstruct @enforce_keys

  @type t :: %__MODULE__{root: Path.t(), outside: Path.t()}

  @git ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0"]

  @doc "A tree whose root exists; `outside` is a folder of the same file system beside it."
  @spec new(Path.t()) :: t()
  def new(root) do
    tree = %__MODULE__{root: root, outside: root <> "-outside"}
    File.mkdir_p!(tree.outside)
    git(tree, ["init", "--quiet", "--initial-branch=one"])
    tree
  end

  @spec carry_out(t(), tuple()) :: :ok
  def carry_out(tree, step) do
    act(step, tree)
    :ok
  rescue
    _does_not_apply in [File.Error, File.RenameError] -> :ok
  end

  defp act({:pause, milliseconds}, _tree), do: pause(milliseconds)

  defp act({:write, path, content}, tree) do
    file = Path.join(tree.root, path)
    File.mkdir_p!(Path.dirname(file))
    put(file, content)
  end

  defp act({:rewrite, choice, content}, tree),
    do: with_file(tree, choice, &File.write(&1, Content.bytes(content, &1)))

  defp act({:append, choice, content}, tree),
    do: with_file(tree, choice, &File.write(&1, Content.bytes(content, &1), [:append]))

  defp act({:truncate_and_write, choice, milliseconds, content}, tree) do
    with_file(tree, choice, fn file ->
      File.write!(file, "")
      pause(milliseconds)
      File.write!(file, Content.bytes(content, file))
    end)
  end

  defp act({:append_slowly, choice, milliseconds, pieces}, tree) do
    with_file(tree, choice, fn file ->
      File.open!(file, [:append], fn device ->
        for piece <- 1..pieces do
          IO.binwrite(device, "# piece #{piece}\n")
          pause(milliseconds)
        end
      end)
    end)
  end

  defp act({:save_by_rename, choice, content}, tree) do
    with_file(tree, choice, fn file ->
      File.write!(file <> ".tmp", Content.bytes(content, file))
      File.rename!(file <> ".tmp", file)
    end)
  end

  defp act({:save_with_backup, choice, content}, tree) do
    with_file(tree, choice, fn file ->
      File.rename!(file, file <> "~")
      File.write!(file, Content.bytes(content, file))
      File.rm!(file <> "~")
    end)
  end

  defp act({:take_away_for_a_moment, choice}, tree) do
    with_file(tree, choice, fn file ->
      File.rename!(file, file <> "~")
      File.rename!(file <> "~", file)
    end)
  end

  # Another content of the same size and time.
  defp act({:rewrite_in_secret, choice}, tree) do
    with_file(tree, choice, fn file ->
      witness = Path.join(tree.outside, "witness")
      run(tree, "touch", ["-r", file, witness])
      file |> File.read!() |> other_digits() |> then(&File.write!(file, &1))
      run(tree, "touch", ["-r", witness, file])
    end)
  end

  defp act({:touch, choice}, tree), do: with_file(tree, choice, &File.touch/1)
  defp act({:change_mode, choice, mode}, tree), do: with_file(tree, choice, &File.chmod(&1, mode))
  defp act({:delete, choice}, tree), do: with_file(tree, choice, &File.rm/1)

  defp act({:rename, choice, path}, tree),
    do: with_file(tree, choice, &rename(&1, Path.join(tree.root, path)))

  defp act({:rename_onto, choice, other}, tree),
    do: with_file(tree, choice, fn file -> with_file(tree, other, &File.rename(file, &1)) end)

  defp act({:rename_case, choice}, tree) do
    with_file(tree, choice, fn file ->
      <<first, rest::binary>> = Path.basename(file)
      File.rename(file, Path.join(Path.dirname(file), other_case(first) <> rest))
    end)
  end

  defp act({:fill, directory, count, number}, tree),
    do: fill(Path.join(tree.root, directory), count, number)

  defp act({:move_in, directory, count, number}, tree) do
    moved = Path.join(tree.outside, "moved")
    File.rm_rf!(moved)
    fill(moved, count, number)
    rename(moved, Path.join(tree.root, directory))
  end

  defp act({:move_out, choice}, tree) do
    out = Path.join(tree.outside, "out")
    File.rm_rf!(out)
    with_directory(tree, choice, &File.rename(&1, out))
  end

  defp act({:copy_directory, choice, to}, tree) do
    with_directory(tree, choice, fn directory ->
      to = Path.join(tree.root, to)
      File.mkdir_p!(Path.dirname(to))
      # Into itself it would have no end, and into a pipe that is there already it would wait.
      unless String.starts_with?(to, directory),
        do: run(tree, "cp", ["-a", "--remove-destination", directory, to])
    end)
  end

  defp act({:rename_directory, choice, to}, tree),
    do: with_directory(tree, choice, &rename(&1, Path.join(tree.root, to)))

  defp act({:rename_directory_onto, choice, other}, tree) do
    with_directory(tree, choice, fn directory ->
      with_directory(tree, other, fn other ->
        unless String.starts_with?(directory, other), do: File.rm_rf!(other)
        File.rename(directory, other)
      end)
    end)
  end

  defp act({:delete_directory, choice}, tree), do: with_directory(tree, choice, &File.rm_rf/1)

  # At once, so that the new one may get the inode of the former.
  defp act({:replace_directory, choice, count, number}, tree) do
    with_directory(tree, choice, fn directory ->
      File.rm_rf!(directory)
      fill(directory, count, number)
    end)
  end

  defp act({:file_to_directory, choice}, tree) do
    with_file(tree, choice, fn file ->
      File.rm!(file)
      fill(file, 2, 1)
    end)
  end

  defp act({:directory_to_file, choice, content}, tree) do
    with_directory(tree, choice, fn directory ->
      File.rm_rf!(directory)
      File.write!(directory, Content.bytes(content, directory))
    end)
  end

  defp act({:link, path, target}, tree) do
    file = Path.join(tree.root, path)
    File.mkdir_p!(Path.dirname(file))
    File.ln_s(Path.join(tree.root, target), file)
  end

  defp act({:replace_by_link, choice}, tree) do
    with_file(tree, choice, fn file ->
      File.rename!(file, file <> ".target")
      File.ln_s(file <> ".target", file)
    end)
  end

  defp act({:unlink, choice}, tree), do: with_one(listing(tree, :symlink), choice, &File.rm/1)

  defp act({:make_fifo, path}, tree) do
    file = Path.join(tree.root, path)
    File.mkdir_p!(Path.dirname(file))
    run(tree, "mkfifo", [file])
  end

  defp act({:ignore, directory, patterns}, tree) do
    file = Path.join([tree.root, directory, ".gitignore"])
    if File.dir?(Path.dirname(file)), do: File.write!(file, Enum.map(patterns, &[&1, "\n"]))
  end

  defp act({:ignore_no_more, choice}, tree) do
    found = Enum.filter(listing(tree, :regular), &(Path.basename(&1) == ".gitignore"))
    with_one(found, choice, &File.rm/1)
  end

  defp act({:commit}, tree) do
    git(tree, ["add", "-A"])
    git(tree, ["commit", "--quiet", "--allow-empty", "-m", "step"])
  end

  defp act({:checkout, branch}, tree) do
    case git(tree, ["checkout", "--quiet", branch]) do
      0 -> :ok
      _unknown_or_refused -> git(tree, ["checkout", "--quiet", "-b", branch])
    end
  end

  defp act({:stash}, tree), do: git(tree, ["stash", "push", "--quiet", "-u"])
  defp act({:unstash}, tree), do: git(tree, ["stash", "pop", "--quiet"])

  @doc "The pace of a storm; nothing is expected to have happened afterwards."
  @spec pause(non_neg_integer()) :: :ok
  def pause(milliseconds) do
    receive do
      :never -> :ok
    after
      milliseconds -> :ok
    end
  end

  # To write into a FIFO is to wait for its reader.
  defp put(file, content) do
    case File.lstat(file) do
      {:ok, %{type: type}} when type != :regular -> :ok
      _regular_or_none -> File.write!(file, Content.bytes(content, file))
    end
  end

  defp fill(directory, count, number) do
    File.mkdir_p!(Path.join(directory, "deep"))

    for n <- 1..count do
      file = Path.join([directory, Enum.at(["", "deep"], rem(n, 2)), "f#{n}.ex"])
      put(file, {:source, number + n})
    end
  end

  defp rename(from, to) do
    File.mkdir_p!(Path.dirname(to))
    File.rename(from, to)
  end

  defp other_case(byte) when byte in ?a..?z, do: <<byte - 32>>
  defp other_case(byte) when byte in ?A..?Z, do: <<byte + 32>>
  defp other_case(byte), do: <<byte>>

  defp other_digits(bytes),
    do: for(<<byte <- bytes>>, into: "", do: <<other_digit(byte)>>)

  defp other_digit(?9), do: ?1
  defp other_digit(digit) when digit in ?1..?8, do: digit + 1
  defp other_digit(byte), do: byte

  defp with_file(tree, choice, operation),
    do: with_one(listing(tree, :regular), choice, operation)

  defp with_directory(tree, choice, operation),
    do: with_one(listing(tree, :directory), choice, operation)

  defp with_one([], _choice, _operation), do: :ok

  defp with_one(found, {:nth, n}, operation),
    do: operation.(Enum.at(found, rem(n, length(found))))

  # All of one type below the root but git's own, in the order of their paths; links are not
  # followed.
  defp listing(tree, type), do: for({^type, path} <- below(tree.root), do: path)

  defp below(directory) do
    for name <- directory |> File.ls!() |> Enum.sort(),
        name != ".git",
        path = Path.join(directory, name),
        {:ok, %{type: type}} <- [File.lstat(path)],
        entry <- [{type, path} | if(type == :directory, do: below(path), else: [])],
        do: entry
  end

  defp git(tree, arguments), do: run(tree, "git", @git ++ arguments)

  defp run(tree, program, arguments) do
    {_output, status} = System.cmd(program, arguments, cd: tree.root, stderr_to_stdout: true)
    status
  end
end
