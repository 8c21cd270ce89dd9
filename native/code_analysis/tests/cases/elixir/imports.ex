defmodule Imports do
  use GenServer, restart: :transient
  use Phoenix.Component
  @behaviour Plug
  alias A.B
  alias A.{C, D.E, F}
  alias A.G, as: H
  alias __MODULE__
  alias __MODULE__.{I, J}
  alias __MODULE__.K, as: L
  alias(A.M, warn: false)

  alias A.{
    # with a comment
    N,
    O
  }

  alias :erlang_module, as: P
  import Q
  import R, only: [a: 1, b!: 2, +: 2, "c d": 3]
  import S, only: :macros
  import T, except: [a: 1]
  import U.{V, W}
  require Logger
  require X, as: Y

  def inside do
    import Z, only: [sigil_x: 2]
    alias = 1
    use = alias
    %{import: use, require: require()}
  end

  def quoted do
    quote do
      alias unquote(module)
    end
  end
end
