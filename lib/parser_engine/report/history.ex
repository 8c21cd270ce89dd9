defmodule ParserEngine.Report.History do
  @moduledoc false
  # What git tells of the files below a folder. Nothing is fetched, written or run that the
  # repository's own configuration names.

  alias ParserEngine.Report.Churn

  # The newest ones; more would take long, and tell of code that is no more.
  @most_commits 20_000

  @enforce_keys [:since]
  defstruct @enforce_keys ++ [:problem, files: %{}, commits: 0, shallow: false, cut: false]

  @typedoc "`problem` says why nothing is known, else it is `nil`."
  @type t :: %__MODULE__{
          since: Date.t(),
          problem: String.t() | nil,
          files: %{binary() => Churn.file()},
          commits: non_neg_integer(),
          shallow: boolean(),
          cut: boolean()
        }

  @doc "Which files were changed how often since a day, by paths below the folder."
  @spec read(Path.t() | nil, Date.t()) :: t()
  def read(root, since) do
    history = %__MODULE__{since: since}

    with :ok <- folder(root),
         {:ok, git} <- program(),
         {:ok, shallow?} <- repository(git, root),
         {:ok, churn} <- log(git, root, since) do
      %{
        history
        | files: churn.files,
          commits: churn.commits,
          shallow: shallow?,
          cut: churn.commits == @most_commits
      }
    else
      {:problem, text} -> %{history | problem: text}
    end
  end

  defp folder(root) do
    if root != nil and File.dir?(root),
      do: :ok,
      else: {:problem, "the codebase's folder is not on this machine: --path says where it is"}
  end

  defp program do
    case System.find_executable("git") do
      nil -> {:problem, "there is no git on this machine"}
      git -> {:ok, git}
    end
  end

  defp repository(git, root) do
    case run(git, root, ["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"], "") do
      {"true\n" <> shallow, 0} -> head(git, root, String.trim(shallow) == "true")
      {output, _status} -> {:problem, no_repository(output)}
    end
  end

  defp no_repository(output) do
    cond do
      output =~ "not a git repository" ->
        "the folder is in no git repository"

      output =~ "dubious ownership" ->
        "the git repository belongs to another user (safe.directory)"

      true ->
        "git does not tell: " <> (output |> String.split("\n") |> hd() |> String.slice(0, 200))
    end
  end

  defp head(git, root, shallow?) do
    case run(git, root, ["rev-parse", "--verify", "--quiet", "HEAD"], "") do
      {_commit, 0} -> {:ok, shallow?}
      {_nothing, _status} -> {:problem, "the git repository has no commit yet"}
    end
  end

  defp log(git, root, since) do
    arguments =
      ["log", "--no-merges", "--since=#{since}T00:00:00Z", "--max-count=#{@most_commits}"] ++
        ["--numstat", "-z", "-M", "--relative", "--no-ext-diff", "--no-textconv"] ++
        ["--no-show-signature", "--format=%x01%ct %ae", "--", "."]

    case run(git, root, arguments, Churn.new()) do
      {%Churn{} = churn, 0} -> {:ok, churn}
      {_part, status} -> {:problem, "git log failed with status #{status}"}
    end
  end

  # What is only said in words of this language is compared above.
  defp run(git, root, arguments, into) do
    options = [into: into, env: environment()]
    options = if is_binary(into), do: [{:stderr_to_stdout, true} | options], else: options
    System.cmd(git, ["-C", root, "-c", "core.fsmonitor=false" | arguments], options)
  end

  defp environment do
    [
      {"LC_ALL", "C"},
      {"GIT_OPTIONAL_LOCKS", "0"},
      {"GIT_NO_LAZY_FETCH", "1"},
      {"GIT_TERMINAL_PROMPT", "0"},
      {"GIT_PAGER", "cat"},
      {"GIT_DIR", nil},
      {"GIT_WORK_TREE", nil}
    ]
  end
end
