defmodule ParserEngine.FallbackTest do
  use ExUnit.Case, async: true

  alias ParserEngine.{Config, Fallback}

  @moduletag :tmp_dir

  defp write(root, path, bytes) do
    File.mkdir_p!(Path.dirname(Path.join(root, path)))
    File.write!(Path.join(root, path), bytes)
    path
  end

  defp analyze(root, path, more \\ %{}) do
    origin = %{codebase_id: "shop", codebase_path: root, generation: 7}
    Fallback.analyze(root, path, Map.merge(origin, more))
  end

  defp sha256(bytes), do: "sha256:" <> Base.encode16(:crypto.hash(:sha256, bytes), case: :lower)

  test "an Elixir file", %{tmp_dir: root} do
    text = "defmodule A do\n  def f(x), do: x\nend\n"
    path = write(root, "lib/a.ex", text)
    File.touch!(Path.join(root, path), 1_700_000_000)
    %{ctime: ctime, inode: inode} = File.stat!(Path.join(root, path), time: :posix)

    assert {:ok, row, info} = analyze(root, path)

    assert info == %{
             codebase_id: "shop",
             codebase_path: root,
             generation: 7,
             file_path: "lib/a.ex",
             language: "elixir",
             file_size: byte_size(text),
             line_count: 3,
             hash: sha256(text),
             parse_status: "fallback",
             error_count: 0,
             analysis_version: "elixir-fallback",
             mtime_ns: 1_700_000_000_000_000_000,
             ctime_ns: ctime * 1_000_000_000,
             inode: inode
           }

    assert row =~ ~S["content":"defmodule A do\n  def f(x), do: x\nend\n"]
    assert row =~ ~S("ast_json":["defmodule",1,)
    assert row =~ ~S("name":"f")
    assert row =~ ~S("metadata":{})
  end

  test "a syntax error keeps the row", %{tmp_dir: root} do
    assert {:ok, row, %{parse_status: "fallback", error_count: 1}} =
             analyze(root, write(root, "a.ex", "def ("))

    assert row =~ ~S["content":"def ("]
    assert row =~ ~S("functions":null)
  end

  test "another language is text", %{tmp_dir: root} do
    assert {:ok, row, %{language: "rust", error_count: nil, line_count: 1}} =
             analyze(root, write(root, "a.rs", "fn main() {}"))

    assert row =~ ~S("symbols":null)
  end

  test "an empty file", %{tmp_dir: root} do
    assert {:ok, _row, %{file_size: 0, line_count: 0, error_count: 0}} =
             analyze(root, write(root, "a.ex", ""))
  end

  test "bytes that are no text", %{tmp_dir: root} do
    assert analyze(root, write(root, "a.ex", "a\0b")) == {:error, :binary}

    bytes = <<"# ", 0xFF, "\n">>
    assert {:ok, row, info} = analyze(root, write(root, "b.ex", bytes))
    assert info.hash == sha256(bytes)
    assert row =~ ~S["content":"# ?\n"]
    assert row =~ ~S("metadata":{"lossy":true})
  end

  test "a file over the limit has a hash and lines, but no content", %{tmp_dir: root} do
    text = String.duplicate("x = 1\n", 30_000) <> "y"

    assert {:ok, row, %{parse_status: "too_large", line_count: 30_001} = info} =
             analyze(root, write(root, "a.ex", text), %{max_file_bytes: 100})

    assert info.hash == sha256(text)
    assert info.file_size == byte_size(text)
    assert row =~ ~S("content":null)
  end

  test "what is no regular file below the root", %{tmp_dir: root} do
    write(root, "real/a.ex", "")
    File.mkdir!(Path.join(root, "dir.ex"))
    File.ln_s!("real/a.ex", Path.join(root, "link.ex"))
    File.ln_s!("real", Path.join(root, "linked"))
    {_, 0} = System.cmd("mkfifo", [Path.join(root, "pipe.ex")])

    {:ok, socket} = :socket.open(:local, :stream)
    :ok = :socket.bind(socket, %{family: :local, path: "#{relative(root)}/socket.ex"})
    on_exit(fn -> :socket.close(socket) end)

    assert analyze(root, "dir.ex") == {:error, {:not_regular, :directory}}
    assert analyze(root, "link.ex") == {:error, {:not_regular, :symlink}}
    assert analyze(root, "pipe.ex") == {:error, {:not_regular, :fifo}}
    assert analyze(root, "socket.ex") == {:error, {:not_regular, :socket}}
    assert analyze(root, "linked/a.ex") == {:error, :outside_root}
    assert analyze(root, "../a.ex") == {:error, :outside_root}
    assert analyze(root, "/etc/a.ex") == {:error, :outside_root}
    assert analyze(root, "nowhere/a.ex") == {:error, :enoent}
    assert analyze(root, "real/a.ex/b.ex") == {:error, :enoent}
    assert analyze(root, <<"a", 0xFF, ".ex">>) == {:error, :not_utf8}
    assert analyze(root, "a.f90") == {:error, {:unsupported_language, "f90"}}
  end

  # The path of a socket is at most 107 bytes.
  defp relative(root), do: Path.relative_to_cwd(root)

  describe "for an instance" do
    setup %{tmp_dir: root} do
      {:ok, config} = Config.validate(codebase_id: "shop", root: root, respect_gitignore: false)
      %{config: config}
    end

    test "the known content is unchanged", %{tmp_dir: root, config: config} do
      path = write(root, "a.ex", "x")
      request = %{path: path, known_hash: nil, busy_threshold: 0}
      assert {:ok, row, _reading} = Fallback.row(config, 9, request)
      assert row =~ ~S("generation":9)

      assert {:unchanged, %{size: 1, mtime_ns: _, ctime_ns: _, inode: _}} =
               Fallback.row(config, 10, %{request | known_hash: sha256("x")})
    end

    test "a file of now is busy, one of long ago or of the future is not", context do
      %{tmp_dir: root, config: config} = context
      path = write(root, "a.ex", "x")
      request = %{path: path, known_hash: nil, busy_threshold: 60_000}
      assert {:error, {:busy, age}} = Fallback.row(config, 9, request)
      assert age in 0..59_999

      for second <- [1_700_000_000, System.os_time(:second) + 1_000] do
        File.touch!(Path.join(root, path), second)
        assert {:ok, _row, _reading} = Fallback.row(config, 9, request)
      end
    end

    test "a scan looks like the native one", %{tmp_dir: root, config: config} do
      write(root, "lib/a.ex", "x")
      write(root, "b.ex", "x")
      write(root, "c.f90", "x")

      assert {:ok, [{"b.ex", %{size: 1}}, {"lib/a.ex", %{size: 1}}], report} =
               Fallback.scan(config)

      assert report == %{accepted: 2, skipped: [{"unsupported_extension", 1}], errors: []}
      assert {:ok, [{"lib/a.ex", %{size: 1}}], %{accepted: 1}} = Fallback.scan(config, "lib")
      assert {:ok, [], %{accepted: 0}} = Fallback.scan(config, "li")
    end
  end
end
