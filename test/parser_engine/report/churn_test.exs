defmodule ParserEngine.Report.ChurnTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Report.Churn

  # As `git log` writes it: the newest commit first, each word ended by a zero.
  @log Enum.join(
         [
           "\x01300 b@x",
           "\n5\t1\tlib/new.ex",
           "-\t-\tlogo.png",
           "\x01200 a@x",
           "\n2\t2\t",
           "lib/old.ex",
           "lib/new.ex",
           "\x01100 a@x",
           "\n10\t0\tlib/old.ex",
           "1\t0\todd\tname.ex"
         ],
         <<0>>
       ) <> <<0>>

  test "commits, authors and lines of each file; a renamed one keeps what it did before" do
    churn = Churn.feed(Churn.new(), @log)
    assert churn.commits == 3
    assert Map.keys(churn.files) == ["lib/new.ex", "logo.png", "odd\tname.ex"]

    assert churn.files["lib/new.ex"] == %{
             commits: 3,
             authors: MapSet.new(["a@x", "b@x"]),
             added: 17,
             deleted: 3,
             last: 300
           }

    assert %{commits: 1, added: 0, deleted: 0, last: 300} = churn.files["logo.png"]
  end

  test "in pieces of any size" do
    whole = Churn.feed(Churn.new(), @log)

    for size <- [1, 2, 3, 7, 50] do
      pieces = for <<piece::binary-size(size) <- @log>>, do: piece
      rest = binary_part(@log, size * length(pieces), rem(byte_size(@log), size))
      assert Enum.into(pieces ++ [rest], Churn.new()) == whole
    end
  end

  test "renamed twice, and a name that is used again" do
    log =
      ["\x014 a", "\n1\t0\tone", "\x013 a", "\n0\t0\t", "two", "three"] ++
        ["\x012 a", "\n0\t0\t", "one", "two", "\x011 a", "\n9\t0\tone"]

    churn = Churn.feed(Churn.new(), Enum.join(log, <<0>>) <> <<0>>)
    assert %{commits: 3, added: 9} = churn.files["three"]
    assert %{commits: 1, added: 1} = churn.files["one"]
  end

  test "what is no log counts nothing" do
    for odd <- ["", "fatal: no\n", <<0, 0, 0>>, "1\t2\tx\0", "\x01\0", "\x01x\0a\tb\0"] do
      assert Churn.feed(Churn.new(), odd).files == %{}
    end
  end
end
