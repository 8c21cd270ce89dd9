defmodule ParserEngine.Native.Loader do
  @moduledoc false
  # `use ParserEngine.Native.Loader, crate: "…"` loads priv/native/<crate>.so into the module.
  # The module stays usable when that fails: its stubs then answer {:error, :nif_not_loaded}.

  defmacro __using__(crate: crate) do
    quote do
      @on_load :__load_nif__

      @doc false
      def __load_nif__, do: ParserEngine.Native.Loader.load(unquote(crate))
    end
  end

  @doc false
  @spec load(String.t()) :: :ok
  def load(crate) do
    with {:ok, path} <- library(crate), :ok <- :erlang.load_nif(path, 0) do
      :ok
    else
      {:error, reason} -> report(crate, reason)
    end
  end

  # Called while modules are compiled too, when the application's own folder may not exist yet.
  defp library(crate) do
    case :code.priv_dir(:parser_engine) do
      {:error, :bad_name} -> {:error, :no_priv_dir}
      priv -> existing(Path.join([to_string(priv), "native", crate]))
    end
  end

  defp existing(path) do
    if File.exists?(path <> ".so"),
      do: {:ok, String.to_charlist(path)},
      else: {:error, :no_library}
  end

  # A warning from on_load would fail a build with --warnings-as-errors only when it came from
  # the compiler; the logger is where an operator looks.
  defp report(_crate, :no_priv_dir), do: :ok
  defp report(_crate, :no_library), do: :ok

  defp report(crate, reason) do
    :logger.warning("parser_engine: ~ts was not loaded: ~tp", [crate, reason])
    :ok
  end
end
