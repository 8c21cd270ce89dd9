defmodule ParserEngine.StandaloneRepo.Error do
  @moduledoc """
  A statement failed. The twin of `Postgrex.Error`.

  Where the server said no, `postgres` holds its answer: `code` (an atom such as
  `:unique_violation`, or the SQLSTATE itself where this module has no name for it), `pg_code`
  (the SQLSTATE), `severity`, `message` and, where the server gave them, `detail`, `hint`,
  `position`, `where`, `schema`, `table`, `column`, `data_type` and `constraint`.

  Otherwise `postgres` is `nil`, and `reason` says why the statement was not run:
  `{:parameter, position, type}`, `{:parameter_type, position, type}`,
  `{:parameter_count, expected, given}`, `{:column_type, column, type}`, `{:value, text}`,
  `{:request, text}`, `{:panic, text}`.
  """

  @type t :: %__MODULE__{postgres: map() | nil, reason: term()}

  defexception [:postgres, :reason]

  @codes %{
    "0A000" => :feature_not_supported,
    "22001" => :string_data_right_truncation,
    "22003" => :numeric_value_out_of_range,
    "22007" => :invalid_datetime_format,
    "22012" => :division_by_zero,
    "22021" => :character_not_in_repertoire,
    "22023" => :invalid_parameter_value,
    "22026" => :string_data_length_mismatch,
    "22032" => :invalid_json_text,
    "22P02" => :invalid_text_representation,
    "22P03" => :invalid_binary_representation,
    "22P05" => :untranslatable_character,
    "23000" => :integrity_constraint_violation,
    "23502" => :not_null_violation,
    "23503" => :foreign_key_violation,
    "23505" => :unique_violation,
    "23514" => :check_violation,
    "23P01" => :exclusion_violation,
    "25001" => :active_sql_transaction,
    "25006" => :read_only_sql_transaction,
    "25P01" => :no_active_sql_transaction,
    "25P02" => :in_failed_sql_transaction,
    "26000" => :invalid_sql_statement_name,
    "28000" => :invalid_authorization_specification,
    "28P01" => :invalid_password,
    "2BP01" => :dependent_objects_still_exist,
    "3D000" => :invalid_catalog_name,
    "3F000" => :invalid_schema_name,
    "40001" => :serialization_failure,
    "40P01" => :deadlock_detected,
    "42501" => :insufficient_privilege,
    "42601" => :syntax_error,
    "42701" => :duplicate_column,
    "42702" => :ambiguous_column,
    "42703" => :undefined_column,
    "42704" => :undefined_object,
    "42710" => :duplicate_object,
    "42723" => :duplicate_function,
    "42725" => :ambiguous_function,
    "42804" => :datatype_mismatch,
    "42809" => :wrong_object_type,
    "42846" => :cannot_coerce,
    "42883" => :undefined_function,
    "42P01" => :undefined_table,
    "42P02" => :undefined_parameter,
    "42P04" => :duplicate_database,
    "42P06" => :duplicate_schema,
    "42P07" => :duplicate_table,
    "42P08" => :ambiguous_parameter,
    "42P10" => :invalid_column_reference,
    "42P18" => :indeterminate_datatype,
    "53100" => :disk_full,
    "53200" => :out_of_memory,
    "53300" => :too_many_connections,
    "54000" => :program_limit_exceeded,
    "55000" => :object_not_in_prerequisite_state,
    "55006" => :object_in_use,
    "55P03" => :lock_not_available,
    "57014" => :query_canceled,
    "57P01" => :admin_shutdown,
    "57P02" => :crash_shutdown,
    "57P03" => :cannot_connect_now,
    "58030" => :io_error,
    "58P01" => :undefined_file,
    "P0001" => :raise_exception,
    "XX000" => :internal_error,
    "XX001" => :data_corrupted,
    "XX002" => :index_corrupted
  }

  @doc false
  @spec new(tuple()) :: t()
  def new({:postgres, %{pg_code: pg_code} = fields}) do
    given = for {key, value} <- fields, value != nil, into: %{}, do: {key, value}
    %__MODULE__{postgres: Map.put(given, :code, Map.get(@codes, pg_code, pg_code))}
  end

  def new(reason), do: %__MODULE__{reason: reason}

  @doc false
  @spec fatal?(t()) :: boolean()
  def fatal?(%__MODULE__{postgres: %{severity: severity}}), do: severity in ["FATAL", "PANIC"]
  def fatal?(%__MODULE__{reason: {:panic, _text}}), do: true
  def fatal?(%__MODULE__{}), do: false

  @impl true
  def message(%__MODULE__{postgres: nil, reason: reason}), do: sentence(reason)

  def message(%__MODULE__{postgres: postgres}) do
    head = "#{postgres.severity} #{postgres.pg_code} (#{postgres.code}) #{postgres.message}"
    Enum.join([head | details(postgres)], "\n\n    ")
  end

  defp details(postgres) do
    for key <- [:detail, :hint, :table, :constraint, :column],
        text = postgres[key],
        do: "#{key}: #{text}"
  end

  defp sentence({:parameter, position, type}),
    do: "parameter $#{position} is not a value of type #{type}"

  defp sentence({:parameter_type, position, type}),
    do:
      "parameter $#{position} is of type #{type}, which does not cross; cast it in the statement"

  defp sentence({:parameter_count, expected, given}),
    do: "the statement takes #{expected} parameters, but was given #{given}"

  defp sentence({:column_type, column, type}),
    do: "column #{column} is of type #{type}, which does not cross; cast it in the statement"

  defp sentence({:panic, text}), do: "the native library failed: #{text}"
  defp sentence({_kind, text}), do: text
end
