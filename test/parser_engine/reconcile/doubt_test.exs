defmodule ParserEngine.Reconcile.DoubtTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Reconcile.Doubt

  @options %{allow_mass_delete: false, doubted: [], root: :same, whole?: true}

  defp found(accepted, known, absent, new \\ 0),
    do: %{accepted: accepted, known: known, new: new, absent: paths(1..absent//1), hidden: []}

  defp paths(numbers), do: Enum.map(numbers, &"f#{&1}.ex")

  test "what is gone is deleted, be it many or half of all" do
    assert {nil, [], []} = Doubt.of(found(10, 10, 0), @options)
    assert {nil, [_], []} = Doubt.of(found(9, 10, 1), @options)
    assert {nil, absent, []} = Doubt.of(found(1, 101, 100), @options)
    assert length(absent) == 100
    assert {nil, absent, []} = Doubt.of(found(500, 1_000, 500), @options)
    assert length(absent) == 500
  end

  test "more than half of more than a hundred is doubted" do
    assert {:many, [], doubted} = Doubt.of(found(99, 200, 101), @options)
    assert length(doubted) == 101
    assert {:many, [], _all} = Doubt.of(found(99, 200, 101), %{@options | whole?: false})
  end

  test "as many new files as gone ones were renamed" do
    assert {nil, absent, []} = Doubt.of(found(600, 600, 500, 500), @options)
    assert length(absent) == 500
    assert {:many, [], _doubted} = Doubt.of(found(600, 600, 500, 100), @options)
  end

  test "in another root neither new files nor a second look explain what is lost" do
    replaced = %{@options | root: {:another, nil}, doubted: paths(1..210)}
    assert {:replaced, [], doubted} = Doubt.of(found(110, 210, 210, 110), replaced)
    assert length(doubted) == 210
    assert {:replaced, [], _all} = Doubt.of(found(30, 30, 21, 21), replaced)
    assert {nil, _all, []} = Doubt.of(found(30, 30, 20), replaced)
    assert {nil, _all, []} = Doubt.of(found(30, 60, 30), replaced)
    assert {:replaced, [], _all} = Doubt.of(found(30, 60, 30), %{replaced | root: {:another, 30}})
    assert {nil, _all, []} = Doubt.of(found(70, 100, 30), %{replaced | root: {:another, 60}})
    assert {nil, _all, []} = Doubt.of(found(30, 50, 20), %{replaced | root: {:another, 20}})
    assert {nil, [_], []} = Doubt.of(found(209, 210, 1), replaced)
    assert {nil, _all, []} = Doubt.of(found(1, 210, 210), %{replaced | allow_mass_delete: true})
  end

  test "what the rules hide is not lost" do
    found = found(99, 300, 201)
    assert {nil, absent, []} = Doubt.of(%{found | hidden: paths(1..101)}, @options)
    assert length(absent) == 201

    assert {:many, hidden, lost} =
             Doubt.of(%{found(1, 300, 299) | hidden: paths(1..99)}, @options)

    assert {length(hidden), length(lost)} == {99, 200}
  end

  test "no file at all is doubted, be they few" do
    assert {:emptied, [], ["f1.ex"]} = Doubt.of(found(0, 1, 1), @options)
    assert {nil, [], []} = Doubt.of(found(0, 0, 0), @options)
    # A part of the tree may well be empty.
    assert {nil, ["f1.ex"], []} = Doubt.of(found(0, 1, 1), %{@options | whole?: false})
  end

  test "what was doubted before and is still gone may go" do
    first = found(99, 300, 201)
    {:many, [], doubted} = Doubt.of(first, @options)
    assert {nil, absent, []} = Doubt.of(first, %{@options | doubted: doubted})
    assert length(absent) == 201

    # Some came back, others went.
    second = %{first | absent: paths(101..150)}
    assert {nil, absent, []} = Doubt.of(second, %{@options | doubted: doubted})
    assert length(absent) == 50
  end

  test "what was not doubted before is doubted now" do
    before = paths(1..200)
    now = %{found(50, 600, 0) | absent: paths(150..550)}
    assert {:many, absent, doubted} = Doubt.of(now, %{@options | doubted: before})
    assert absent == paths(150..200)
    assert doubted == paths(201..550)
  end

  test "an empty tree stays doubted however often it is seen" do
    {:emptied, [], doubted} = Doubt.of(found(0, 300, 300), @options)
    assert {:emptied, [], ^doubted} = Doubt.of(found(0, 300, 300), %{@options | doubted: doubted})
  end

  test "a word is enough" do
    word = %{@options | allow_mass_delete: true}
    assert {nil, absent, []} = Doubt.of(found(0, 300, 300), word)
    assert length(absent) == 300
    assert {nil, [_ | _], []} = Doubt.of(found(1, 300, 299), word)
  end
end
