defmodule Smells do
  # Enough: fifty lines of code, eight parameters, two levels, a complexity of nine.
  def long_enough(x) do
    x = x + 0
    x = x + 1
    x = x + 2
    x = x + 3
    x = x + 4
    x = x + 5
    x = x + 6
    x = x + 7
    x = x + 8
    x = x + 9
    x = x + 10
    x = x + 11
    x = x + 12
    x = x + 13
    x = x + 14
    x = x + 15
    x = x + 16
    x = x + 17
    x = x + 18
    x = x + 19
    x = x + 20
    x = x + 21
    x = x + 22
    x = x + 23
    x = x + 24
    x = x + 25
    x = x + 26
    x = x + 27
    x = x + 28
    x = x + 29
    x = x + 30
    x = x + 31
    x = x + 32
    x = x + 33
    x = x + 34
    x = x + 35
    x = x + 36
    x = x + 37
    x = x + 38
    x = x + 39
    x = x + 40
    x = x + 41
    x = x + 42
    x = x + 43
    x = x + 44
    x = x + 45
    x = x + 46
    x
  end

  def too_long(x) do

    # Neither blank lines nor comments count.
    x = x + 0
    x = x + 1
    x = x + 2
    x = x + 3
    x = x + 4
    x = x + 5
    x = x + 6
    x = x + 7
    x = x + 8
    x = x + 9
    x = x + 10
    x = x + 11
    x = x + 12
    x = x + 13
    x = x + 14
    x = x + 15
    x = x + 16
    x = x + 17
    x = x + 18
    x = x + 19
    x = x + 20
    x = x + 21
    x = x + 22
    x = x + 23
    x = x + 24
    x = x + 25
    x = x + 26
    x = x + 27
    x = x + 28
    x = x + 29
    x = x + 30
    x = x + 31
    x = x + 32
    x = x + 33
    x = x + 34
    x = x + 35
    x = x + 36
    x = x + 37
    x = x + 38
    x = x + 39
    x = x + 40
    x = x + 41
    x = x + 42
    x = x + 43
    x = x + 44
    x = x + 45
    x = x + 46
    x = x + 47
    x
  end

  def eight(a, b, c, d, e, f, g, h), do: [a, b, c, d, e, f, g, h]
  def nine(a, b, c, d, e, f, g, h, i), do: [a, b, c, d, e, f, g, h, i]

  def nested(x) do
    if x do
      if x > 1 do
        if x > 2, do: :deep
      end
    end
  end

  # Each clause is read by itself.
  def clauses(:a) do
    case 1 do
      1 -> 1
      2 -> 2
      3 -> 3
      4 -> 4
      5 -> 5
    end
  end

  def clauses(:b) do
    case 1 do
      1 -> 1
      2 -> 2
      3 -> 3
      4 -> 4
      5 -> 5
      6 -> 6
      7 -> 7
      8 -> 8
      9 -> 9
    end
  end

  # TODO: say more
  # FIXME and this
  # Nothing todo here, not even TODO in the middle.
  def todo, do: "TODO: no comment" # XXX
end
