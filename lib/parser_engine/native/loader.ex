defmodule ParserEngine.Native.Loader do
  @moduledoc false
  # `use ParserEngine.Native.Loader, crate: "…"` loads priv/native/<crate>.so into the module.
  # The module stays usable when that fails: its stubs then answer {:error, :nif_not_loaded}.
  # `interface: n` is handed to the library, which refuses a number other than its own.

  defmacro __using__(options) do
    crate = Keyword.fetch!(options, :crate)
    interface = Keyword.get(options, :interface, 0)

    quote do
      @on_load :__load_nif__

      @doc false
      # Erlang loads a library only for the module that asks.
      def __load_nif__ do
        with {:ok, path} <- ParserEngine.Native.Loader.library(unquote(crate)),
             :ok <- ParserEngine.Native.Loader.release(__MODULE__),
             :ok <- :erlang.load_nif(path, unquote(interface)) do
          :ok
        else
          {:error, reason} -> ParserEngine.Native.Loader.report(unquote(crate), reason)
        end
      end
    end
  end

  @doc false
  # Called while modules are compiled too, when the application's own folder may not exist yet.
  @spec library(String.t()) :: {:ok, charlist()} | {:error, :no_priv_dir | :no_library}
  def library(crate) do
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

  @doc false
  # Deleted code, as mix leaves it behind when it compiles a module anew, holds on to the library.
  @spec release(module()) :: :ok
  def release(module) do
    if :erlang.check_old_code(module), do: :code.purge(module)
    :ok
  end

  @doc false
  @spec report(String.t(), term()) :: :ok | {:error, term()}
  def report(_crate, :no_priv_dir), do: :ok
  def report(_crate, :no_library), do: :ok

  # The module is being loaded again. A failure keeps the loaded one, which has its library.
  def report(_crate, {:upgrade, _text} = reason), do: {:error, reason}

  # on_load may run before the application's logger is there.
  def report(crate, reason) do
    :logger.warning("parser_engine: ~ts was not loaded: ~ts", [crate, words(reason)])
    :ok
  end

  # Its function for loading said no, or it has other functions than the module.
  defp words({:load, _text}), do: other_version()

  defp words({:bad_lib, _text}), do: other_version()
  defp words(reason), do: :io_lib.format("~tp", [reason])

  defp other_version,
    do: "the library and the compiled modules are of different versions. Run mix compile"
end
