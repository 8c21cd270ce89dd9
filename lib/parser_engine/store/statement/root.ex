defmodule ParserEngine.Store.Statement.Root do
  @moduledoc false
  # The identity of the directory that a codebase's tables tell of, where something was mounted in it,
  # and how many rows there were when another one was doubted first. What is known already is not
  # written again.

  alias ParserEngine.Store.Table

  @doc "$1 codebase."
  def known(prefix),
    do: "SELECT accepted, mounts, former_rows FROM #{name(prefix)} WHERE codebase_id = $1::text"

  @doc "$1 codebase, $2 identity, $3 mounts."
  def accept(prefix) do
    """
    INSERT INTO #{name(prefix)} AS r (codebase_id, accepted, mounts)
    VALUES ($1::text, $2::text, $3::text[])
    ON CONFLICT (codebase_id) DO UPDATE
    SET accepted = excluded.accepted, mounts = excluded.mounts, accepted_at = now(), former_rows = NULL
    WHERE r.accepted <> excluded.accepted OR r.mounts <> excluded.mounts
          OR r.former_rows IS NOT NULL
    """
  end

  @doc "$1 codebase."
  def suspect(prefix) do
    counts =
      for table <- [:code_files, :codebase_metadata],
          do:
            "(SELECT count(*) FROM #{Table.qualified(prefix, table)} WHERE codebase_id = $1::text)"

    "UPDATE #{name(prefix)} SET former_rows = greatest(#{Enum.join(counts, ", ")}) " <>
      "WHERE codebase_id = $1::text AND former_rows IS NULL"
  end

  defp name(prefix), do: Table.qualified(prefix, :parser_engine_roots)
end
