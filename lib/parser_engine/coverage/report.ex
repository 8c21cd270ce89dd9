defmodule ParserEngine.Coverage.Report do
  @moduledoc false
  # A report on disk, read and checked.

  alias ParserEngine.Coverage.Format
  alias ParserEngine.Error

  @most_bytes 268_435_456

  @enforce_keys [:path, :format, :written, :measured]
  defstruct @enforce_keys

  @typedoc "`written` is its time of modification, in seconds."
  @type t :: %__MODULE__{
          path: Path.t(),
          format: Format.name(),
          written: integer(),
          measured: Format.measured()
        }

  @doc "All of the reports, or what is wrong with the first that cannot be read."
  @spec read_all([Path.t()], Format.name() | nil) :: {:ok, [t()]} | {:error, Error.reason()}
  def read_all(paths, format), do: read_all(paths, format, [])

  defp read_all([], _format, read), do: {:ok, Enum.reverse(read)}

  defp read_all([path | rest], format, read) do
    case read(path, format) do
      {:ok, report} -> read_all(rest, format, [report | read])
      {:error, reason} -> {:error, {:report, path, reason}}
    end
  end

  defp read(path, format) do
    with {:ok, written} <- look(path),
         {:ok, bytes} <- File.read(path),
         {:ok, format} <- format(format, bytes),
         {:ok, measured} <- Format.read(format, bytes),
         :ok <- of_files(measured, format) do
      {:ok, %__MODULE__{path: path, format: format, written: written, measured: measured}}
    end
  end

  defp look(path) do
    case File.stat(path, time: :posix) do
      {:ok, %{type: :regular, size: size}} when size > @most_bytes ->
        {:error, {:too_large, size, @most_bytes}}

      {:ok, %{type: :regular, mtime: written}} ->
        {:ok, written}

      {:ok, %{type: kind}} ->
        {:error, {:not_regular, kind}}

      failure ->
        failure
    end
  end

  defp format(nil, bytes), do: Format.detect(bytes)
  defp format(format, _bytes), do: {:ok, format}

  defp of_files(measured, format) when measured == %{},
    do: {:error, {:bad_report, format, "it tells of no file", 0}}

  defp of_files(_measured, _format), do: :ok
end
