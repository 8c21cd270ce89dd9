defmodule ParserEngine.ReleaseTest do
  # A host that has the library as a dependency, as a release: the NIF is in it and loads.
  use ExUnit.Case, async: true

  @moduletag :tmp_dir
  @moduletag timeout: 600_000

  test "a release of a host has the library and starts", %{tmp_dir: tmp_dir} do
    # Beside the repository, whose own project Mix would find above it.
    host = Path.join(System.tmp_dir!(), "pe-host-#{System.pid()}")
    File.mkdir_p!(Path.join(host, "lib"))
    on_exit(fn -> File.rm_rf!(host) end)
    File.write!(Path.join(host, "mix.exs"), project(File.cwd!()))
    File.write!(Path.join(host, "lib/host.ex"), "defmodule Host do\nend\n")
    source = Path.join(tmp_dir, "a.ex")
    File.write!(source, "defmodule A do\n  def f(x), do: x\nend\n")

    run("mix", ["release", "--quiet"], host)

    # Nothing of the place it was built at may be needed.
    release = Path.join(tmp_dir, "release")
    File.rename!(Path.join(host, "_build/prod/rel/host"), release)
    File.rm_rf!(host)

    [library] =
      Path.wildcard(Path.join(release, "lib/parser_engine-*/priv/native/parser_engine_nif.so"))

    for path <- [library, Path.dirname(library)], do: assert(File.lstat!(path).type != :symlink)

    code = ~s|IO.inspect(ParserEngine.parse_file(#{inspect(source)}) \|> elem(1))|
    output = run(Path.join(release, "bin/host"), ["eval", code], tmp_dir)
    assert output =~ ~s(parse_status: "ok")
    assert output =~ ~s(functions: 1)
  end

  defp run(program, arguments, folder) do
    environment = [{"MIX_ENV", "prod"}, {"ERL_LIBS", System.get_env("ERL_LIBS")}]
    options = [cd: folder, env: environment, stderr_to_stdout: true]
    {output, status} = System.cmd(program, arguments, options)
    assert status == 0, output
    output
  end

  defp project(library) do
    """
    defmodule Host.MixProject do
      use Mix.Project
      def project, do: [app: :host, version: "1.0.0", deps: [{:parser_engine, path: #{inspect(library)}}]]
      def application, do: [extra_applications: [:logger]]
    end
    """
  end
end
