defmodule ParserEngine.Store.Statement.Lease do
  @moduledoc false
  # Who leads among the instances of a codebase, until when. The clock is PostgreSQL's.

  alias ParserEngine.Store.Table

  @doc """
  $1 codebase, $2 holder, $3 milliseconds: takes a lease that is free or expired, renews one's own.
  Answers who has it then. A lease that somebody else has is written as it was: only so are the
  test and the answer of the same moment.
  """
  def acquire(prefix) do
    """
    INSERT INTO #{name(prefix)} AS l (codebase_id, holder, expires_at)
    VALUES ($1::text, $2::text, clock_timestamp() + $3::int8 * interval '1 millisecond')
    ON CONFLICT (codebase_id) DO UPDATE
    SET holder = CASE WHEN #{free()} THEN EXCLUDED.holder ELSE l.holder END,
        expires_at = CASE WHEN #{free()} THEN EXCLUDED.expires_at ELSE l.expires_at END
    RETURNING l.holder
    """
  end

  defp free, do: "l.holder = EXCLUDED.holder OR l.expires_at <= clock_timestamp()"

  @doc "$1 codebase, $2 holder."
  def release(prefix),
    do: "DELETE FROM #{name(prefix)} WHERE codebase_id = $1::text AND holder = $2::text"

  @doc "$1 codebase: who has the lease now."
  def holder(prefix) do
    "SELECT holder FROM #{name(prefix)} " <>
      "WHERE codebase_id = $1::text AND expires_at > clock_timestamp()"
  end

  defp name(prefix), do: Table.qualified(prefix, :parser_engine_leases)
end
