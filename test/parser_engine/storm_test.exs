defmodule ParserEngine.StormTest do
  # Random operations on a watched tree, in random company: whatever was done, the tables end up
  # equal to a fresh ingestion. PARSER_ENGINE_SEEDS=200 has more of them, from seed
  # PARSER_ENGINE_FIRST_SEED on; PARSER_ENGINE_OPERATIONS=2000 has longer ones.
  use ExUnit.Case, async: true

  import ParserEngine.LiveCase, only: [make_tree: 1]

  alias ParserEngine.{OwnPostgres, PrivatePostgres, Storm, StormRepo}
  alias ParserEngine.Storm.Plan

  @moduletag :postgres
  @moduletag timeout: 300_000, capture_log: true

  number = fn name, default -> String.to_integer(System.get_env(name, default)) end
  @seeds number.("PARSER_ENGINE_SEEDS", "4")
  @first number.("PARSER_ENGINE_FIRST_SEED", "1")
  @operations number.("PARSER_ENGINE_OPERATIONS", "300")

  setup_all do
    server = OwnPostgres.start!()
    on_exit(fn -> PrivatePostgres.stop(server) end)
    options = [pool_size: Storm.connections(), log: false] ++ PrivatePostgres.repo_options(server)
    start_supervised!({StormRepo, options})
    {:ok, server: server, repo: StormRepo, repo_options: options}
  end

  setup context do
    prefix = "t_#{System.unique_integer([:positive])}"
    StormRepo.query!("CREATE SCHEMA #{prefix}", [])
    context = Map.put(context, :prefix, prefix)
    {:ok, root: root} = make_tree(context)

    for beside <- ["-outside", "-outside-vm", "-away"],
        do: on_exit(fn -> File.rm_rf!(root <> beside) end)

    {:ok, prefix: prefix, root: root}
  end

  for seed <- @first..(@first + @seeds - 1) do
    @tag seed: seed
    test("seed #{seed}", %{seed: seed} = context, do: Storm.blow(context, seed, @operations))
  end

  test "a seed always has the same storm" do
    assert Plan.new(7, 300) == Plan.new(7, 300)
    assert Plan.new(7, 300) != Plan.new(8, 300)
  end
end
