defmodule ParserEngine.StoreLeasesTest do
  # Who leads among the instances of a codebase.
  use ParserEngine.CodebaseCase

  alias ParserEngine.Store

  test "is held by one at a time, and renewed by that one", %{config: config} do
    assert {:ok, nil} = Store.lease_holder(config)
    assert {:ok, :held} = Store.acquire_lease(config, "one", 60_000)
    assert {:ok, :held} = Store.acquire_lease(config, "one", 60_000)
    assert {:ok, {:other, "one"}} = Store.acquire_lease(config, "two", 60_000)
    assert {:ok, "one"} = Store.lease_holder(config)

    other = %{config | codebase_id: config.codebase_id <> "-other"}
    assert {:ok, :held} = Store.acquire_lease(other, "two", 60_000)
  end

  test "is given back only by its holder", %{config: config} do
    {:ok, :held} = Store.acquire_lease(config, "one", 60_000)
    assert :ok = Store.release_lease(config, "two")
    assert {:ok, {:other, "one"}} = Store.acquire_lease(config, "two", 60_000)
    assert :ok = Store.release_lease(config, "one")
    assert {:ok, :held} = Store.acquire_lease(config, "two", 60_000)
  end

  test "passes on when its time is over, and not before", %{config: config} do
    {:ok, :held} = Store.acquire_lease(config, "one", 60_000)
    age(config, "59 seconds")
    assert {:ok, {:other, "one"}} = Store.acquire_lease(config, "two", 60_000)
    age(config, "1 second")
    assert {:ok, nil} = Store.lease_holder(config)
    assert {:ok, :held} = Store.acquire_lease(config, "two", 60_000)
    assert {:ok, {:other, "two"}} = Store.acquire_lease(config, "one", 60_000)
  end

  test "of many at once one has it, and all the others know who", %{config: config} do
    answers =
      1..20
      |> Enum.map(&Task.async(fn -> {"#{&1}", Store.acquire_lease(config, "#{&1}", 60_000)} end))
      |> Task.await_many()

    assert [holder] = for({holder, {:ok, :held}} <- answers, do: holder)
    others = for {name, answer} <- answers, name != holder, do: answer
    assert Enum.uniq(others) == [{:ok, {:other, holder}}]
  end

  defp age(config, interval) do
    statement(
      config,
      "UPDATE #{name(config, :parser_engine_leases)} " <>
        "SET expires_at = expires_at - interval '#{interval}'"
    )
  end
end
