defmodule ParserEngine.Fallback.Filter do
  @moduledoc false
  # Which paths belong to the codebase, by name. The rules are those of the native filter, less the
  # ignore files that it reads; where there is git, git answers for those.
  #
  # Patterns are in gitignore syntax: `dir/`, `*.ext`, `name`, `/anchored`, `a/b`, `*`, `?`, `**`
  # and `!`; the last one that matches decides. Character classes (`[a-z]`) and escapes (`\`) are
  # not understood and match nothing but themselves.

  @built_in ~w(_build/ deps/ node_modules/ target/ .git/ .nix/ *.log *.tmp *.pid .DS_Store
               Thumbs.db *.png *.jpg *.pdf *.zip)
  @secrets ~w(.env* *.pem *.key *.p12 *.pfx *.tfstate *.tfstate.* .netrc _netrc *.tfvars
              *.tfvars.json *.keystore *.jks *.kdbx *.ppk .npmrc .pypirc .pgpass .htpasswd
              .git-credentials .dockercfg secrets.json secrets.toml secrets.yaml secrets.yml
              *.secret.exs client_secret*.json service-account*.json service_account*.json
              *-firebase-adminsdk-*.json id_* !id_*.* credentials* !credentials*.ex
              !credentials*.rs !credentials*.go !credentials*.py !credentials*.ts
              !credentials*.tsx !credentials*.js !credentials*.jsx)

  defstruct [:extensions, :ignore, :built_in, :secrets]

  @typep rule :: {:include | :exclude, :any | :directory, matcher}
  @typep matcher :: {:name, String.t()} | {:suffix, String.t()} | {:path, Regex.t()}
  @type t :: %__MODULE__{
          extensions: MapSet.t(String.t()),
          ignore: [rule],
          built_in: [rule],
          secrets: [rule]
        }
  @type skip :: :unsupported_extension | :ignored | :built_in | :secret

  @spec built_in_patterns() :: [String.t()]
  def built_in_patterns, do: @built_in

  @spec secret_patterns() :: [String.t()]
  def secret_patterns, do: @secrets

  @doc """
  Options: `extensions` (without the dot; all known ones by default) and the patterns `ignore`,
  `built_in` and `secrets`.
  """
  @spec new(keyword) :: t
  def new(options) do
    %__MODULE__{
      extensions:
        options |> Keyword.get_lazy(:extensions, &ParserEngine.Language.extensions/0) |> bare(),
      ignore: rules(options[:ignore] || []),
      built_in: rules(options[:built_in] || @built_in),
      secrets: rules(options[:secrets] || @secrets)
    }
  end

  @doc "Whether a file is wanted, in a directory that is entered."
  @spec admit_file(t, Path.t()) :: :ok | {:skip, skip}
  def admit_file(filter, path) do
    cond do
      not supported?(filter, path) -> {:skip, :unsupported_extension}
      verdict(filter.secrets, path, :file) == :exclude -> {:skip, :secret}
      true -> admit(filter, path, :file)
    end
  end

  @doc "Whether a directory is entered, given that the one above it is."
  @spec admit_directory(t, Path.t()) :: :ok | {:skip, skip}
  def admit_directory(filter, path) do
    if Path.basename(path) == ".git",
      do: {:skip, :built_in},
      else: admit(filter, path, :directory)
  end

  defp bare(extensions), do: MapSet.new(extensions, &(&1 |> String.trim_leading(".") |> lower()))

  # The case of an extension does not matter, here as where the language is told by it.
  defp lower(extension), do: String.downcase(extension, :ascii)

  defp supported?(filter, path) do
    case Path.extname(path) do
      "." <> extension -> lower(extension) in filter.extensions
      "" -> false
    end
  end

  # The configuration outranks the built-in patterns.
  defp admit(filter, path, kind) do
    case {verdict(filter.ignore, path, kind), verdict(filter.built_in, path, kind)} do
      {:exclude, _} -> {:skip, :ignored}
      {nil, :exclude} -> {:skip, :built_in}
      _ -> :ok
    end
  end

  # The rules are in reverse order, so that the first match is the last pattern.
  defp verdict(rules, path, kind) do
    name = Path.basename(path)

    Enum.find_value(rules, fn {verdict, applies_to, matcher} ->
      if applies_to in [:any, kind] and matches?(matcher, name, path), do: verdict
    end)
  end

  defp matches?({:name, name}, name, _path), do: true
  defp matches?({:name, _other}, _name, _path), do: false
  defp matches?({:suffix, suffix}, name, _path), do: String.ends_with?(name, suffix)
  defp matches?({:path, regex}, _name, path), do: Regex.match?(regex, path)

  defp rules(patterns), do: for(pattern <- Enum.reverse(patterns), do: rule(pattern))

  defp rule("!" <> pattern), do: pattern |> rule() |> put_elem(0, :include)

  defp rule(pattern) do
    trimmed = String.trim_trailing(pattern, "/")
    applies_to = if trimmed == pattern, do: :any, else: :directory
    {:exclude, applies_to, matcher(trimmed)}
  end

  defp matcher("*" <> suffix = pattern) do
    if plain?(suffix), do: {:suffix, suffix}, else: glob(pattern)
  end

  defp matcher(pattern), do: if(plain?(pattern), do: {:name, pattern}, else: glob(pattern))

  defp plain?(pattern), do: not String.contains?(pattern, ["*", "?", "/"])

  # A pattern with a slash in it counts from the root, others at any depth.
  defp glob(pattern) do
    anchor = if String.contains?(pattern, "/"), do: "", else: "(?:.*/)?"
    body = pattern |> String.trim_leading("/") |> translated()
    {:path, Regex.compile!("\\A" <> anchor <> body <> "\\z", [:dotall])}
  end

  defp translated(pattern) do
    ~r{\*\*/|/\*\*\z|\*|\?|[^*?/]+|/}
    |> Regex.scan(pattern)
    |> Enum.map_join(fn [part] -> expression(part) end)
  end

  defp expression("**/"), do: "(?:.*/)?"
  defp expression("/**"), do: "/.*"
  defp expression("*"), do: "[^/]*"
  defp expression("?"), do: "[^/]"
  defp expression(text), do: Regex.escape(text)
end
