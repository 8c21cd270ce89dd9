Code.require_file("native/compiler.exs", __DIR__)

defmodule ParserEngine.MixProject do
  use Mix.Project

  @version "0.1.0"

  def project do
    [
      app: :parser_engine,
      version: @version,
      elixir: "~> 1.14",
      elixirc_paths: elixirc_paths(Mix.env()),
      compilers: [:cargo_nif | Mix.compilers()],
      start_permanent: false,
      description: "A PostgreSQL picture of a codebase, kept true while you edit",
      deps: deps(),
      package: package()
    ]
  end

  # No `mod:`: as a dependency the library starts nothing by itself.
  def application do
    [extra_applications: [:logger, :crypto]]
  end

  defp elixirc_paths(:test), do: ["lib", "test/support"]
  defp elixirc_paths(_env), do: ["lib"]

  # Mix refuses to go on when a Hex package is listed on a machine without Hex.
  defp deps, do: if(Code.ensure_loaded?(Hex), do: hex_deps(), else: [])

  defp hex_deps do
    [
      {:ecto_sql, "~> 3.13", optional: true},
      {:postgrex, "~> 0.21", optional: true},
      {:telemetry, "~> 1.3", optional: true},
      {:ex_doc, "~> 0.38", only: :dev, runtime: false},
      {:credo, "~> 1.7", only: [:dev, :test], runtime: false}
    ]
  end

  defp package do
    [
      licenses: ["Apache-2.0"],
      files:
        ~w(lib native priv/report priv/embedding Cargo.toml Cargo.lock mix.exs README.md ARCHITECTURE.md
                CHANGELOG.md LICENSE .formatter.exs)
    ]
  end
end
