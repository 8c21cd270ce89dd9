defmodule ParserEngine.LateRulesTest do
  # Rules that change while files are synced which were told of under the former ones.
  use ParserEngine.LiveCase, async: true

  alias ParserEngine.{Config, Sync}

  @tables Config.tables()

  for round <- 1..3 do
    test "files that are hidden while they are synced have no rows, #{round}", context do
      live = start_live(context, batch_size: 2, concurrency: 2)
      for n <- 1..80, do: write(context, "gen/f#{n}.ex")
      await_event([:sync, :stop])
      write(context, ".gitignore", "gen/\n")
      write(context, "a.ex")
      eventually(fn -> "a.ex" in paths(live) end)
      assert_converges(live)
    end
  end

  describe "a path that is told of, and left out by" do
    setup context do
      options = context |> options() |> Keyword.put(:extensions, ["ex", "json"])
      {:ok, config: Config.new!(options)}
    end

    test "an ignore file loses its rows", %{config: config} = context do
      write(context, "gen/a.ex")
      assert Sync.path(config, "gen/a.ex").result == {:ok, :both_tables}
      write(context, ".parserignore", "gen/\n")
      write(context, "b.ex")
      assert Sync.path(config, "gen/a.ex").result == {:skipped, {:excluded, "ignored"}}
      assert stored(config) == []
    end

    test "a rule of ours is not read", %{config: config} = context do
      write(context, "deps/a/b.ex")
      write(context, "credentials.json", ~s({"key": 1}\n))
      write(context, "a.go", "package a\n")
      assert Sync.path(config, "deps/a/b.ex").result == {:skipped, {:excluded, "built_in"}}
      assert Sync.path(config, "credentials.json").result == {:skipped, {:excluded, "secret"}}
      assert Sync.path(config, "a.go").result == {:skipped, {:excluded, "unsupported_extension"}}
      assert stored(config) == []
    end

    test "no language is told as before", %{config: config} = context do
      write(context, "a.out", "text\n")
      assert Sync.path(config, "a.out").result == {:skipped, {:unsupported_language, "out"}}
      write(context, "A.OUT", "text\n")
      assert Sync.path(config, "A.OUT").result == {:skipped, {:unsupported_language, "out"}}
    end
  end

  defp stored(config), do: Enum.flat_map(@tables, &paths(%{config: config}, &1))
end
