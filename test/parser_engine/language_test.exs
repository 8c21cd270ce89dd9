defmodule ParserEngine.LanguageTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Language

  doctest Language

  test "a file that is only an extension has no language" do
    assert Language.detect(".js") == {:error, {:unsupported_language, ""}}
    assert Language.detect("src.rs/README") == {:error, {:unsupported_language, ""}}
  end

  test "each language has a file type, and each extension leads to a language" do
    for name <- Language.supported() do
      assert Language.file_type(name) in ~w(source config documentation)
    end

    for extension <- Language.extensions() do
      assert {:ok, name} = Language.detect("a." <> extension)
      assert name in Language.supported()
    end
  end
end
