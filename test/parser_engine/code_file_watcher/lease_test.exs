defmodule ParserEngine.CodeFileWatcher.LeaseTest do
  use ExUnit.Case, async: true

  alias ParserEngine.CodeFileWatcher.Lease
  alias ParserEngine.Config

  @config Config.new!(codebase_id: "c", root: "/", lease: 15_000)

  defp role(lease, now), do: Lease.at(lease, now).role

  test "whoever holds it leads, until it expires" do
    lease = Lease.new(@config, "me")
    assert role(lease, 0) == :standby
    held = Lease.answered(lease, {:ok, :held}, 100)
    assert {role(held, 15_099), role(held, 15_100)} == {:leader, :standby}
    assert held |> Lease.answered({:ok, :held}, 5_100) |> role(20_099) == :leader
  end

  test "another one's is waited for" do
    lease = Lease.answered(Lease.new(@config, "me"), {:ok, {:other, "you"}}, 0)
    assert %{role: :standby, other: "you"} = lease
    assert %{role: :leader, other: nil} = Lease.answered(lease, {:ok, :held}, 0)
  end

  test "no answer changes nothing but what time does" do
    held = Lease.answered(Lease.new(@config, "me"), {:ok, :held}, 0)
    away = Lease.answered(held, {:error, {:database_unavailable, "gone"}}, 5_000)
    assert {role(away, 14_999), role(away, 15_000)} == {:leader, :standby}
  end

  test "a database that keeps no leases keeps nobody from the work" do
    refused = {:error, {:database, "42P01", "no such table"}}
    assert Lease.new(@config, "me") |> Lease.answered(refused, 0) |> role(0) == :leader
  end

  test "without a lease all lead, and nobody asks" do
    lease = Lease.new(%{@config | lease: :none}, "me")
    assert {role(lease, 1_000_000), Lease.interval(lease)} == {:leader, nil}
    assert Lease.interval(Lease.new(@config, "me")) == 5_000
  end

  test "no two have the same name" do
    names = for _ <- 1..100, do: Lease.holder()
    assert length(Enum.uniq(names)) == 100
  end
end
