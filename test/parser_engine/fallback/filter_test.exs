defmodule ParserEngine.Fallback.FilterTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Fallback.Filter

  @native File.read!(Path.expand("../../../native/code_watch/src/rules.rs", __DIR__))

  defp native(constant) do
    [_, block] = Regex.run(~r/#{constant}: &\[&str\] = &\[(.*?)\];/s, @native)
    for [_, pattern] <- Regex.scan(~r/"(.*?)"/, block), do: pattern
  end

  test "the built-in lists are the native side's" do
    assert Filter.built_in_patterns() == native("BUILT_IN_PATTERNS")
    assert Filter.secret_patterns() == native("SECRET_PATTERNS")
  end

  test "the case of an extension does not matter" do
    filter = Filter.new(extensions: ["ex", ".RS"])
    for path <- ~w(A.EX b.rs C.Rs), do: assert(Filter.admit_file(filter, path) == :ok)
    assert Filter.admit_file(filter, "c.TXT") == {:skip, :unsupported_extension}
  end

  for {pattern, path, kind, excluded} <- [
        {"build/", "build", :directory, true},
        {"build/", "a/build", :directory, true},
        {"build/", "build.ex", :file, false},
        {"*.gen.ex", "a/x.gen.ex", :file, true},
        {"*.gen.ex", "a/x.ex", :file, false},
        {"x.ex", "a/x.ex", :file, true},
        {"/x.ex", "x.ex", :file, true},
        {"/x.ex", "a/x.ex", :file, false},
        {"a/x.ex", "a/x.ex", :file, true},
        {"a/x.ex", "b/a/x.ex", :file, false},
        {"a/*.ex", "a/x.ex", :file, true},
        {"a/*.ex", "a/b/x.ex", :file, false},
        {"a/**/x.ex", "a/x.ex", :file, true},
        {"a/**/x.ex", "a/b/c/x.ex", :file, true},
        {"**/x.ex", "b/x.ex", :file, true},
        {"?.ex", "x.ex", :file, true},
        {"?.ex", "xy.ex", :file, false},
        {"te*.ex", "a/test.ex", :file, true},
        {"te.t.ex", "test.ex", :file, false}
      ] do
    test "#{pattern} and the #{kind} #{path}: #{excluded}" do
      filter = Filter.new(ignore: [unquote(pattern)])
      expected = if unquote(excluded), do: {:skip, :ignored}, else: :ok

      case unquote(kind) do
        :file -> assert Filter.admit_file(filter, unquote(path)) == expected
        :directory -> assert Filter.admit_directory(filter, unquote(path)) == expected
      end
    end
  end

  test "the last pattern that matches decides, and the configuration outranks the built-in" do
    filter = Filter.new(ignore: ["*.ex", "!keep.ex", "!deps/"])
    assert Filter.admit_file(filter, "a.ex") == {:skip, :ignored}
    assert Filter.admit_file(filter, "lib/keep.ex") == :ok
    assert Filter.admit_directory(filter, "deps") == :ok
    assert Filter.admit_directory(filter, "_build") == {:skip, :built_in}
  end

  test "keys and passwords, and git's own files, cannot be asked for" do
    filter = Filter.new(ignore: ["!*"], extensions: [".json", "ex"])
    assert Filter.admit_file(filter, "credentials.json") == {:skip, :secret}
    assert Filter.admit_file(filter, "credentials.ex") == :ok

    for name <- ~w(prod.tfvars.json service-account-prod.json secrets.json client_secret_1.json),
        do: assert(Filter.admit_file(filter, "config/" <> name) == {:skip, :secret})

    for name <- ~w(secrets.ex secrets/a.json service.json my_secrets.ex),
        do: assert(Filter.admit_file(filter, name) == :ok)

    assert Filter.admit_directory(filter, "a/.git") == {:skip, :built_in}
  end

  test "other extensions are not wanted" do
    assert Filter.admit_file(Filter.new([]), "a.f90") == {:skip, :unsupported_extension}

    assert Filter.admit_file(Filter.new(extensions: ["rs"]), "a.ex") ==
             {:skip, :unsupported_extension}
  end
end
