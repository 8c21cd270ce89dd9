defmodule ParserEngineTest do
  use ExUnit.Case, async: true

  for module <- [ParserEngine, ParserEngine.Config, ParserEngine.Error], do: doctest(module)
end
