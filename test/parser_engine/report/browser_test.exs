defmodule ParserEngine.Report.BrowserTest do
  # The page as a browser draws it, where there is one: Debian's chromium.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{CapturedTerminal, Ingest}
  alias ParserEngine.Report.Command

  @browser System.find_executable("chromium")
  if @browser == nil, do: @moduletag(skip: "no chromium")
  @moduletag timeout: 120_000

  @hostile "<img src=x onerror=\"document.title='it ran'\"></script>"

  setup %{config: config, root: root} do
    write(
      root,
      "app/one.py",
      "from app import two\n\n# TODO: #{@hostile} \u202E\ndef f(x):\n    return x\n"
    )

    write(root, "app/two.py", "from app import one\n")
    write(root, "lib/<b>three</b>.py", "import os\nos.system(input())\n")
    {:ok, _summary} = Ingest.run(config)
    path = Path.join(root, "report.html")
    words = ["--prefix", config.prefix, "--repo", inspect(config.repo), "--path", root]
    words = words ++ ["--id", config.codebase_id, "--output", path]
    assert Command.run(words, CapturedTerminal.new()) == 0
    {:ok, page: path}
  end

  # Without network: all that the page needs is in it.
  defp drawn(page, root) do
    profile = Path.join(root, "profile")

    arguments =
      ~w(--headless --no-sandbox --disable-gpu --no-first-run --dump-dom --timeout=30000) ++
        ["--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr"] ++
        ["--user-data-dir=#{profile}", "file://#{page}"]

    log = Path.join(root, "log")
    words = Enum.map_join([@browser | arguments], " ", &quoted/1)
    {dom, 0} = System.cmd("sh", ["-c", words <> " 2>" <> quoted(log)])
    {dom, File.read!(log)}
  end

  defp quoted(word), do: "'" <> String.replace(word, "'", "'\\''") <> "'"

  test "all is drawn, and nothing in a file is run", %{page: page, root: root, config: config} do
    {dom, log} = drawn(page, root)
    assert dom =~ ~s(data-drawn="true")
    refute log =~ "CONSOLE"
    assert dom =~ "<title>#{config.codebase_id}: code report</title>"

    for id <- ~w(overview map hotspots dependencies issues coverage duplication trends),
        do: assert(dom =~ ~s(<section id="#{id}"))

    # A rectangle for each file, and the circle of two.
    assert dom |> String.split(~s(class="leaf")) |> length() == 4
    assert dom =~ "1 group of files"
    # Names are text, and what would hide something is named.
    assert dom =~ "&lt;b&gt;three&lt;/b&gt;.py"
    refute dom =~ "<b>three"
    refute dom =~ "<img"
  end
end
