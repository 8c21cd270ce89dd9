defmodule Mix.Tasks.Compile.CargoNif do
  @moduledoc false
  # Required from mix.exs: a task under lib/ does not exist yet when the compilers start.
  use Mix.Task.Compiler

  @root Path.expand("..", __DIR__)

  @impl true
  def run(_args) do
    case Enum.filter(crates(), &stale?/1) do
      [] -> {:noop, []}
      crates -> build(crates, cargo())
    end
  end

  @impl true
  def manifests, do: Enum.map(crates(), &artefact/1)

  @impl true
  def clean do
    File.rm_rf!(Path.join(@root, "priv/native"))
    :ok
  end

  # The library's own tests share a build with those in Rust, which would take minutes to link
  # otherwise. As a dependency it is compiled in :prod, or what its host says.
  defp profile, do: if(Mix.env() == :test, do: "release", else: "shipped")

  # The standalone repo stands in for Ecto, so it is built only where Ecto is absent.
  defp crates do
    if Code.ensure_loaded?(Ecto.Repo),
      do: ["parser_engine_nif"],
      else: ["parser_engine_nif", "standalone_repo"]
  end

  # A cargo run that finds nothing to do may still wait minutes for a neighbour's lock.
  defp stale?(crate) do
    File.read(mark(crate)) != {:ok, profile()} or Mix.Utils.stale?(sources(), [artefact(crate)])
  end

  defp sources do
    Path.wildcard(Path.join(@root, "native/**/*.{c,rs,toml,tsv,scm}")) ++
      [Path.join(@root, "Cargo.toml"), Path.join(@root, "Cargo.lock")]
  end

  # Says by which profile the artefact was built.
  defp mark(crate), do: Path.join([@root, "priv/native", crate <> ".profile"])

  defp artefact(crate), do: Path.join([@root, "priv/native", crate <> ".so"])

  defp cargo, do: System.find_executable("cargo")

  defp build(_crates, nil) do
    Mix.shell().error(
      "parser_engine: cargo was not found, so its NIF cannot be built. Install Rust 1.91 or " <>
        "newer; until then only code_files is kept up to date."
    )

    {:noop, []}
  end

  defp build(crates, cargo) do
    Mix.shell().info("parser_engine: building #{Enum.join(crates, " and ")} with cargo")
    packages = Enum.flat_map(crates, &["-p", &1])

    case System.cmd(cargo, ["build", "--profile", profile(), "--locked", "--quiet" | packages],
           cd: @root,
           stderr_to_stdout: true
         ) do
      {_output, 0} -> install(crates)
      {output, status} -> failed(output, status)
    end
  end

  defp install(crates) do
    File.mkdir_p!(Path.join(@root, "priv/native"))
    Enum.each(crates, &install_one/1)
    Mix.Project.build_structure()
    {:ok, []}
  end

  # Deleted first: a running VM may have the old file mapped, and writing into it would kill it.
  defp install_one(crate) do
    File.rm(artefact(crate))
    File.cp!(built(crate), artefact(crate))
    File.touch!(artefact(crate))
    File.write!(mark(crate), profile())
  end

  defp built(crate) do
    target = System.get_env("CARGO_TARGET_DIR", Path.join(@root, "target"))
    Path.join([target, profile(), library_name(crate, :os.type())])
  end

  defp library_name(crate, {:unix, :darwin}), do: "lib#{crate}.dylib"
  defp library_name(crate, {:win32, _}), do: "#{crate}.dll"
  defp library_name(crate, _unix), do: "lib#{crate}.so"

  defp failed(output, status) do
    Mix.shell().error(output)
    message = "cargo ended with status #{status}"

    {:error,
     [
       %Mix.Task.Compiler.Diagnostic{
         compiler_name: "cargo_nif",
         file: Path.join(@root, "Cargo.toml"),
         message: message,
         position: nil,
         severity: :error
       }
     ]}
  end
end
