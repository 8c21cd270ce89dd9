defmodule ParserEngine.Storm.Plan do
  @moduledoc false
  # A storm as data: what is done to a tree and to the parts around it, one step after the other,
  # all of it from one seed. Files and directories that exist only once the storm blows are named
  # by a number: `{:nth, n}` is the n-th of them in the order of their paths.

  alias ParserEngine.Storm.Content

  @type path :: String.t()
  @type choice :: {:nth, non_neg_integer()}
  @type step :: tuple()
  @type t :: [step()]

  # Troubles last for some steps; the second one of a pair ends what the first has begun.
  @troubles [
    [{:kill_watcher}],
    [{:kill_instance}],
    [{:stop_instance}, {:start_instance}],
    [{:refuse, :code_files}, {:heal, :code_files}],
    [{:refuse, :codebase_metadata}, {:heal, :codebase_metadata}],
    [{:kill_database}, {:start_database}],
    [{:hold_connections}, {:release_connections}],
    [{:start_neighbour}, {:kill_neighbour}],
    [{:take_root_away, 400}],
    [{:flood, 400}]
  ]
  @between 25
  @spacing 60

  # How often each kind of operation is chosen, in relation to the others.
  @weights [
    write: 12,
    rewrite: 10,
    append: 5,
    truncate_and_write: 3,
    append_slowly: 2,
    save_by_rename: 5,
    save_with_backup: 3,
    take_away_for_a_moment: 2,
    rewrite_in_secret: 3,
    touch: 3,
    change_mode: 2,
    delete: 6,
    rename: 6,
    rename_onto: 3,
    rename_case: 2,
    fill: 5,
    move_in: 3,
    move_out: 2,
    copy_directory: 2,
    rename_directory: 5,
    rename_directory_onto: 2,
    delete_directory: 3,
    replace_directory: 2,
    file_to_directory: 2,
    directory_to_file: 2,
    link: 3,
    replace_by_link: 1,
    unlink: 2,
    make_fifo: 1,
    ignore: 3,
    ignore_no_more: 3,
    commit: 3,
    checkout: 3,
    stash: 2,
    unstash: 2,
    pause: 8
  ]
  @bag for {operation, weight} <- @weights, _time <- 1..weight, do: operation

  @doc "The steps of a seed: so many operations, and troubles among them."
  @spec new(integer(), pos_integer()) :: t()
  def new(seed, operations) do
    random = :rand.seed_s(:exsss, seed)
    {operations, random} = list(operations, random, &operation/1)
    trouble(operations, random)
  end

  # Every so many operations one trouble begins; it ends before the next one.
  defp trouble(operations, random) do
    {chunks, _random} =
      operations |> Enum.chunk_every(@spacing) |> Enum.map_reduce(random, &insert_trouble/2)

    Enum.concat(chunks)
  end

  defp insert_trouble(operations, random) do
    {trouble, random} = one_of(@troubles, random)
    {position, random} = number(@spacing - @between, random)
    {head, rest} = Enum.split(operations, position)

    case trouble do
      [begins, ends] ->
        {inside, tail} = Enum.split(rest, @between)
        {head ++ [begins | inside] ++ [ends | tail], random}

      [once] ->
        {head ++ [once | rest], random}
    end
  end

  defp operation(random) do
    {kind, random} = one_of(@bag, random)
    step(kind, random)
  end

  defp step(kind, random) when kind in [:write],
    do: with_arguments(kind, [&path/1, &content/1], random)

  defp step(kind, random)
       when kind in [:rewrite, :append, :save_by_rename, :save_with_backup, :directory_to_file],
       do: with_arguments(kind, [&choice/1, &content/1], random)

  defp step(:truncate_and_write, random),
    do: with_arguments(:truncate_and_write, [&choice/1, &milliseconds/1, &content/1], random)

  defp step(:append_slowly, random),
    do: with_arguments(:append_slowly, [&choice/1, &milliseconds/1, &few/1], random)

  defp step(kind, random)
       when kind in [
              :take_away_for_a_moment,
              :rewrite_in_secret,
              :touch,
              :delete,
              :rename_case,
              :move_out,
              :delete_directory,
              :file_to_directory,
              :replace_by_link,
              :unlink,
              :ignore_no_more
            ],
       do: with_arguments(kind, [&choice/1], random)

  defp step(:change_mode, random),
    do: with_arguments(:change_mode, [&choice/1, &one_of([0o600, 0o644, 0o755], &1)], random)

  defp step(:rename, random), do: with_arguments(:rename, [&choice/1, &path/1], random)

  defp step(kind, random) when kind in [:rename_onto, :rename_directory_onto],
    do: with_arguments(kind, [&choice/1, &choice/1], random)

  defp step(kind, random) when kind in [:fill, :move_in],
    do: with_arguments(kind, [&directory/1, &few/1, &number(1_000, &1)], random)

  defp step(:replace_directory, random),
    do: with_arguments(:replace_directory, [&choice/1, &few/1, &number(1_000, &1)], random)

  defp step(kind, random) when kind in [:copy_directory, :rename_directory],
    do: with_arguments(kind, [&choice/1, &directory/1], random)

  defp step(:link, random), do: with_arguments(:link, [&path/1, &path/1], random)
  defp step(:make_fifo, random), do: with_arguments(:make_fifo, [&path/1], random)

  defp step(:ignore, random),
    do: with_arguments(:ignore, [&one_of(["", "d1", "d2"], &1), &patterns/1], random)

  defp step(:checkout, random),
    do: with_arguments(:checkout, [&one_of(["one", "other"], &1)], random)

  defp step(:pause, random), do: with_arguments(:pause, [&milliseconds/1], random)
  defp step(kind, random), do: {{kind}, random}

  defp with_arguments(kind, generators, random) do
    {arguments, random} = Enum.map_reduce(generators, random, & &1.(&2))
    {List.to_tuple([kind | arguments]), random}
  end

  defp list(count, random, generator),
    do: Enum.map_reduce(1..count, random, fn _number, random -> generator.(random) end)

  @names ~w(f1 f2 f3 f4 F1 é) ++ ["a b", "50%_", "back\\slash"]
  @extensions ~w(ex ex ex py rs ts js go json md sh txt)

  defp path(random) do
    {folder, random} = one_of([&{"", &1}, &directory/1, &directory/1], random)
    {folder, random} = folder.(random)
    {name, random} = one_of(@names, random)
    {extension, random} = one_of(@extensions, random)
    {Path.join(folder, "#{name}.#{extension}"), random}
  end

  # Now and then the name of a file.
  defp directory(random) do
    {depth, random} = number(3, random)
    {names, random} = list(depth + 1, random, &one_of(~w(d1 d2 d3 d4 f1.ex), &1))
    {Path.join(names), random}
  end

  defp patterns(random) do
    one_of(
      [["*.py"], ["d2/"], ["/d1/d3"], ["*", "!*/", "!*.ex"], ["f1.*", "!f1.rs"], ["50%_*", "d4"]],
      random
    )
  end

  defp content(random) do
    {kind, random} = one_of(Content.kinds(), random)
    {number, random} = number(1_000, random)
    {{kind, number}, random}
  end

  defp choice(random) do
    {number, random} = number(10_000, random)
    {{:nth, number}, random}
  end

  defp few(random) do
    {number, random} = number(6, random)
    {number + 1, random}
  end

  defp milliseconds(random), do: number(90, random)

  defp one_of(list, random) do
    {number, random} = number(length(list), random)
    {Enum.at(list, number), random}
  end

  # From 0 to below the bound.
  defp number(bound, random) do
    {number, random} = :rand.uniform_s(bound, random)
    {number - 1, random}
  end
end
