defmodule ParserEngine.PartialFailureTest do
  # Half a success is no success: what a table lacks is not taken for done.
  use ParserEngine.CodebaseCase

  alias ParserEngine.{Config, Ingest, Reconcile, Telemetry}
  alias ParserEngine.Store.Table

  setup %{root: root} do
    for n <- 1..100, do: write(root, "f#{n}.ex", "defmodule F#{n} do\nend\n")
    :ok
  end

  for {table, result} <- [
        code_files: :codebase_metadata_only,
        codebase_metadata: :code_files_only
      ] do
    test "#{table} fails for some files, heals, and is complete without an edit", context do
      %{config: config} = context
      refuse_some(config, unquote(table))
      results = results(config, fn -> Ingest.run(config) end)
      assert results[{:ok, unquote(result)}] > 0
      assert results[{:ok, :both_tables}] > 0
      lacking = 100 - length(paths(config, unquote(table)))
      assert lacking == results[{:ok, unquote(result)}]
      settle(config)
      assert {:ok, %{changed: changed, current: current}} = Reconcile.plan(config)
      assert {length(changed), current} == {lacking, 100 - lacking}

      heal(config, unquote(table))
      assert {:ok, %{failed: [], changed: ^lacking}} = Ingest.run(config)
      for table <- Config.tables(), do: assert(length(paths(config, table)) == 100)
      settle(config)
      assert {:ok, %{changed: [], current: 100}} = Reconcile.plan(config)
    end
  end

  # As a disk that is full now and then would: of a batch none is written.
  defp refuse_some(config, table) do
    function = name(config, "refuse_#{table}")

    statement(config, """
    CREATE FUNCTION #{function}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$
    """)

    statement(config, """
    CREATE TRIGGER refuse BEFORE INSERT ON #{name(config, table)} FOR EACH ROW
    WHEN (NEW.#{Table.fetch(table).path} = 'f50.ex') EXECUTE FUNCTION #{function}()
    """)
  end

  defp results(config, run) do
    test = self()
    id = config.codebase_id

    Telemetry.attach(id, [[:parser_engine, :sync, :stop]], fn _event, _measured, sync ->
      if sync.codebase_id == id, do: send(test, {:results, sync.results})
    end)

    run.()
    Telemetry.detach(id)
    collect(%{})
  end

  defp collect(sum) do
    receive do
      {:results, results} -> collect(Map.merge(sum, results, fn _result, n, m -> n + m end))
    after
      0 -> sum
    end
  end
end
