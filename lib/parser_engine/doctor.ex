defmodule ParserEngine.Doctor do
  alias ParserEngine.Doctor.{Diagnosis, Files, Finding, Judgement, Reason}

  @moduledoc """
  Why a file is in the tables, or not: the answer of `ParserEngine.diagnose/2` and
  `mix code.doctor`. Nothing is written, unless `retry/2` is asked for.

  Each path has one reason. Their names are stable:

  #{Reason.table()}
  What the rules say is told even where no database answers.
  """

  alias ParserEngine.{Error, Instances, Quarantine, Reconcile, Rules, SingleFile}

  @nothing_hidden %{errors: []}

  @doc """
  What is known of some files and folders. A relative path is taken from the root.

  The options say which codebase is meant, as for `ParserEngine.await_synced/3`; a repo may be
  missing.
  """
  @spec diagnose([Path.t()], keyword()) :: {:ok, Diagnosis.t()} | {:error, Error.reason()}
  def diagnose(paths, options) do
    with {:ok, config} <- Instances.codebase(options) do
      {inside, outside} = paths |> Enum.map(&place(&1, config)) |> Enum.split_with(&is_binary/1)

      with {:ok, parts} <- examine(config, inside),
           do: {:ok, Diagnosis.merge([Diagnosis.of_named(outside) | parts])}
    end
  end

  @doc """
  Has quarantined contents parsed once more (`ParserEngine.Quarantine`), where these paths have
  any, and diagnoses again. A parse that ends the VM ends this one.
  """
  @spec retry([Path.t()], keyword()) :: {:ok, Diagnosis.t()} | {:error, Error.reason()}
  def retry(paths, options) do
    with {:ok, config} <- Instances.config(options),
         {:ok, diagnosis} <- diagnose(paths, options) do
      for %{reason: :quarantined, path: path} <- diagnosis.findings,
          do: Quarantine.retry(config, path)

      diagnose(paths, options)
    end
  end

  defp place(path, config) do
    case SingleFile.relative(path, config.root) do
      {:ok, "."} -> ""
      {:ok, relative} -> relative
      {:error, reason} -> Finding.new(shown(path), reason)
    end
  end

  defp shown(path), do: if(String.valid?(path), do: path, else: inspect(path))

  defp examine(_config, []), do: {:ok, []}

  defp examine(config, paths) do
    case {File.dir?(config.root), Rules.explain(config, paths)} do
      {false, _nothing} ->
        {:ok, [alike(paths, :no_root, config.root)]}

      {true, {:ok, standings}} ->
        examine(config, Files.tables(config), Enum.zip(paths, standings))

      {true, {:error, :nif_not_loaded}} ->
        {:ok, [alike(paths, :nif_not_loaded)]}

      {true, failure} ->
        failure
    end
  end

  defp alike(paths, reason, detail \\ nil),
    do: Diagnosis.of_named(for path <- paths, do: Finding.new(path, reason, detail))

  defp examine(config, tables, standings) do
    Enum.reduce_while(Enum.reverse(standings), {:ok, []}, fn {path, standing}, {:ok, parts} ->
      stored = with :ok <- tables, do: Files.stored(config, path)

      case part(config, path, standing, stored) do
        {:ok, part} -> {:cont, {:ok, [part | parts]}}
        failure -> {:halt, failure}
      end
    end)
  end

  defp part(config, path, :file, stored) do
    with {:ok, files, _report} <- Reconcile.Scan.run(config, path) do
      case findings(config, path, files, stored) do
        # It went between the two looks.
        [] -> part(config, path, :enoent, stored)
        findings -> {:ok, Diagnosis.of_named(findings)}
      end
    end
  end

  defp part(config, path, :directory, stored) do
    with {:ok, files, report} <- Reconcile.Scan.run(config, path),
         rows = leftovers(files, report, stored),
         {:ok, standings} <- Rules.explain(config, rows) do
      leftovers = Enum.zip(rows, standings)

      findings =
        findings(config, path, files, stored) ++
          for({row, standing} <- leftovers, do: leftover(config, row, standing))

      left_out = left_out(report.skipped, leftovers)
      unreadable = for {at, words} <- report.errors, do: Finding.new(at, :unreadable, words)
      {:ok, Diagnosis.of_directory(Enum.sort_by(findings, & &1.path), left_out, unreadable)}
    end
  end

  # What cannot be looked at keeps its rows.
  defp part(config, path, standing, stored) do
    rows =
      if match?({:io, _words}, standing), do: [], else: leftovers([], @nothing_hidden, stored)

    findings =
      if rows == [],
        do: [Judgement.of_absent(config, path, standing)],
        else: for(row <- rows, do: leftover(config, row, standing))

    {:ok, Diagnosis.of_named(findings)}
  end

  defp leftover(_config, row, standing) when standing in [:file, :directory],
    do: Finding.new(row, :leftover)

  defp leftover(config, row, standing) do
    absent = Judgement.of_absent(config, row, standing)
    Finding.new(row, :leftover, Finding.sentence(absent))
  end

  # A file that is left out and has a row is one candidate, not two.
  defp left_out(skipped, leftovers) do
    rows = for {row, {:excluded, %{at: row, skip: skip}}} <- leftovers, do: skip

    for {skip, count} <- skipped,
        others = count - Enum.count(rows, &(&1 == skip)),
        others > 0,
        into: %{},
        do: {Judgement.reason(skip), others}
  end

  defp leftovers(_files, _report, {:error, _reason}), do: []

  defp leftovers(files, report, {:ok, stored}) do
    seen = MapSet.new(files, &elem(&1, 0))

    for row <- Files.paths(stored),
        row not in seen and not Reconcile.Scan.out_of_sight?(row, report),
        do: row
  end

  defp findings(config, path, files, {:ok, stored}),
    do: Files.findings(config, path, files, stored)

  defp findings(_config, _path, files, {:error, reason}) do
    {name, detail} = unanswered(reason)
    for {path, _stat} <- files, do: Finding.new(path, name, detail)
  end

  defp unanswered(:no_repo), do: {:no_repo, nil}

  defp unanswered({:not_migrated, _prefix, _version} = reason),
    do: {:no_tables, Error.message(reason)}

  defp unanswered(reason), do: {:database_away, Error.message(reason)}
end
