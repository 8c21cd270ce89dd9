# Repos beside the suite's, for tests that take their server away.
for name <- [ParserEngine.OwnRepo, ParserEngine.StormRepo] do
  if Code.ensure_loaded?(Ecto.Repo) do
    defmodule name do
      @moduledoc false
      use Ecto.Repo, otp_app: :parser_engine, adapter: Ecto.Adapters.Postgres
    end
  else
    defmodule name do
      @moduledoc false
      alias ParserEngine.StandaloneRepo

      def child_spec(options), do: StandaloneRepo.child_spec([name: __MODULE__] ++ options)
      def query(sql, params, options), do: StandaloneRepo.query(__MODULE__, sql, params, options)
      def query!(sql, params), do: StandaloneRepo.query!(__MODULE__, sql, params)
      def transaction(fun), do: StandaloneRepo.transaction(__MODULE__, fun)
      def rollback(value), do: StandaloneRepo.rollback(__MODULE__, value)
    end
  end
end
