defmodule Branches do
  def conditions(a, b) do
    if a do
      first("x")
      second()
    else
      # the same
      first("x")
      second()
    end

    if a, do: b, else: b
    if a, do: b, else: -b
    unless a, do: b

    cond do
      a > b ->
        first(a)
        second()

      a < b ->
        third()

      true ->
        first(a)
        second()
    end
  end

  def patterns(a, b) do
    case a do
      :one ->
        first(b)
        second()

      {:two, _ignored} ->
        first(b)
        second()

      # What a pattern takes is another thing in each clause.
      {:three, b} ->
        first(b)
        second()

      [b] ->
        first(b)
        second()

      _ ->
        :trivial
    end

    case a do
      :one -> first()
      _ -> first()
    end

    with {:ok, c} <- first(a) do
      c
    else
      :one -> second()
      _ -> second()
    end
  end

  def handlers(a) do
    try do
      first(a)
    rescue
      _ -> nil
    catch
      :exit, _ -> :ok
      _, _ -> :ok
    end
  rescue
    ArgumentError -> nil
    error in [KeyError] -> :ok
    # There is nobody to be told.
    error ->
      # There is nobody to be told.
      nil

    _ -> a
  catch
    kind, reason -> :ok
  else
    _ -> nil
  end
end
