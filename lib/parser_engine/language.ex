defmodule ParserEngine.Language do
  @moduledoc """
  The languages that are known, and how a file's language is told: by its extension.

  The list is `native/code_analysis/languages.tsv`, which the native side reads too.
  """

  @table Path.expand("../../native/code_analysis/languages.tsv", __DIR__)
  @external_resource @table

  @rows for line <- @table |> File.read!() |> String.split("\n", trim: true),
            not String.starts_with?(line, "#"),
            [name, file_type, extensions] = String.split(line, "\t"),
            do: {name, file_type, String.split(extensions)}

  @by_extension for {name, _, extensions} <- @rows, ext <- extensions, into: %{}, do: {ext, name}
  @file_types Map.new(@rows, fn {name, file_type, _} -> {name, file_type} end)

  @doc """
  The language of a path. The case of the extension does not matter.

      iex> ParserEngine.Language.detect("lib/app.ex")
      {:ok, "elixir"}

      iex> ParserEngine.Language.detect("src/App.TSX")
      {:ok, "tsx"}

      iex> ParserEngine.Language.detect("main.f90")
      {:error, {:unsupported_language, "f90"}}

      iex> ParserEngine.Language.detect("Makefile")
      {:error, {:unsupported_language, ""}}
  """
  @spec detect(Path.t()) :: {:ok, String.t()} | {:error, {:unsupported_language, String.t()}}
  def detect(path) do
    extension = extension(path)

    case @by_extension do
      %{^extension => name} -> {:ok, name}
      _ -> {:error, {:unsupported_language, extension}}
    end
  end

  @doc """
  The names of all languages, sorted.

      iex> "rust" in ParserEngine.Language.supported()
      true
  """
  @spec supported() :: [String.t()]
  def supported, do: unquote(@rows |> Enum.map(&elem(&1, 0)) |> Enum.sort())

  @doc """
  All extensions, without the dot, sorted.

      iex> "exs" in ParserEngine.Language.extensions()
      true
  """
  @spec extensions() :: [String.t()]
  def extensions, do: unquote(@by_extension |> Map.keys() |> Enum.sort())

  @doc """
  What files of a language are for: `"source"`, `"config"` or `"documentation"`.

      iex> ParserEngine.Language.file_type("toml")
      "config"

      iex> ParserEngine.Language.file_type("cobol")
      nil
  """
  @spec file_type(String.t()) :: String.t() | nil
  def file_type(language), do: @file_types[language]

  defp extension(path) do
    path |> Path.extname() |> String.trim_leading(".") |> String.downcase(:ascii)
  end
end
