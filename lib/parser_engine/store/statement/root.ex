defmodule ParserEngine.Store.Statement.Root do
  @moduledoc false
  # The identity of the directory that a codebase's tables tell of, and of one that is doubted. What
  # is known already is not written again.

  alias ParserEngine.Store.Table

  @doc "$1 codebase."
  def known(prefix),
    do: "SELECT accepted, suspect FROM #{name(prefix)} WHERE codebase_id = $1::text"

  @doc "$1 codebase, $2 identity."
  def accept(prefix) do
    """
    INSERT INTO #{name(prefix)} AS r (codebase_id, accepted) VALUES ($1::text, $2::text)
    ON CONFLICT (codebase_id) DO UPDATE
    SET accepted = excluded.accepted, accepted_at = now(), suspect = NULL
    WHERE r.accepted <> excluded.accepted OR r.suspect IS NOT NULL
    """
  end

  @doc "$1 codebase, $2 identity."
  def suspect(prefix) do
    "UPDATE #{name(prefix)} SET suspect = $2::text " <>
      "WHERE codebase_id = $1::text AND suspect IS DISTINCT FROM $2::text"
  end

  defp name(prefix), do: Table.qualified(prefix, :parser_engine_roots)
end
