defmodule ParserEngine.Doctor.Reason do
  @moduledoc false
  # Why a file is in the tables or not: all reasons, as data. Their names are stable.

  @enforce_keys [:name, :means, :advice]
  defstruct @enforce_keys ++ [indexed?: false]

  @type name :: atom()
  @type t :: %__MODULE__{
          name: name(),
          means: String.t(),
          advice: String.t() | nil,
          indexed?: boolean()
        }

  @ingest "`mix code.ingest`, or `ParserEngine.await_synced/2` where an instance runs"
  @include "take the pattern away, or include the path again with a `!` pattern in `ignore:`"

  @indexed [
    {:indexed, "the tables tell what is in the file", nil},
    {:partial, "the tables tell what is in the file, which has syntax errors",
     "mend the syntax; what could be read is there"}
  ]

  @others [
    {:too_large, "the file is larger than `max_file_bytes`: its row has no content",
     "raise `max_file_bytes`, or ignore the file"},
    {:too_deep, "the file is nested too deeply to be parsed: its row has text only",
     "ignore the file if it is generated; otherwise nest less"},
    {:long_lines, "the file's lines are too long to be parsed: its row has text only",
     "ignore the file if it is minified or generated"},
    {:timeout, "the parse took longer than `parse_timeout`: the row has text only",
     "raise `parse_timeout`, or ignore the file"},
    {:memory_limit, "the parse would have taken too much memory: the row has text only",
     "mend the syntax, or ignore the file if it is generated; it is parsed again when it changes"},
    {:quarantined, "a parse of this content has ended a VM: its row has text only",
     "report the file as a bug; it is parsed again when its content changes, or by " <>
       "`mix code.doctor --retry`"},
    {:binary, "the file is binary", "ignore it, or rename it if its extension is a mistake"},
    {:refused, "PostgreSQL refuses the row for its content",
     "change what PostgreSQL names; it is tried again when the file changes"},
    {:pending, "the file has changed, and waits for its turn", "wait"},
    {:standby, "the rows are wanting, and this instance stands by: another one does the work",
     "wait for that one; `ParserEngine.await_synced/2` does not"},
    {:stale, "the file is another than its row tells", @ingest},
    {:one_table, "one of the tables has no row of the file",
     "look into the log for that table's failure; " <> @ingest},
    {:no_row, "the tables have no row of the file", @ingest},
    {:leftover, "there is a row, but no such file in the codebase any more",
     "wait for the next comparison; `mix code.ingest` is one, and needs `--allow-mass-delete` " <>
       "where it doubts that so many files are gone"},
    {:missing, "there is no such file", "check the path; a relative one is taken from the root"},
    {:outside_root, "the path leads out of the codebase's root",
     "name a path below the root, or another root"},
    {:unsupported_extension, "no language is known for the file's extension",
     "`ParserEngine.supported_languages/0` names those that are; `extensions:` may leave some out"},
    {:ignored, "an ignore rule leaves it out", @include},
    {:built_in, "a built-in pattern leaves it out: build output, dependencies, binaries",
     "include the path again with a `!` pattern in `ignore:`"},
    {:secret, "the file's name says that it holds keys or passwords: it is never read",
     "rename it if it holds none"},
    {:symlink, "a symbolic link, which is not followed", "name the file that it leads to"},
    {:special_file, "no regular file but a pipe, socket or device", nil},
    {:nested_repository, "another git repository or work tree, which is not entered",
     "enter all of them by `nested_repositories: true`, or give it an instance of its own, with its " <>
       "own root and codebase_id"},
    {:not_utf8, "the name is not UTF-8", "rename it"},
    {:unreadable, "the operating system does not let it be read",
     "give read permission to the account that the library runs under"},
    {:no_root, "the codebase's root is not there", "mount or create it; the rows are kept"},
    {:database_away, "the rules take the file; PostgreSQL does not answer whether it has it",
     "start PostgreSQL, or mend the repo's configuration"},
    {:no_tables, "the rules take the file; the tables are not there, or not at this version",
     "run `ParserEngine.Migration.up/1` in a migration, or `ParserEngine.Migration.run/2`"},
    {:no_repo, "the rules take the file; no database was asked",
     "name a repo, or start an instance"},
    {:nif_not_loaded, "the NIF is not loaded: the rules cannot be asked, and files not analysed",
     "install Rust, then `mix compile`"}
  ]

  @reasons for(
             {group, indexed?} <- [{@indexed, true}, {@others, false}],
             {name, means, advice} <- group,
             do: {name, means, advice, indexed?}
           )

  @doc "All of them, in the order in which they are documented."
  @spec all() :: [t()]
  def all do
    for {name, means, advice, indexed?} <- @reasons,
        do: %__MODULE__{name: name, means: means, advice: advice, indexed?: indexed?}
  end

  @doc "One by its name."
  @spec fetch!(name()) :: t()
  def fetch!(name), do: Map.fetch!(Map.new(all(), &{&1.name, &1}), name)

  @doc "The list in Markdown."
  @spec table() :: String.t()
  def table do
    rows = for reason <- all(), do: "| `#{reason.name}` | #{reason.means} | #{reason.advice} |\n"
    IO.iodata_to_binary(["| reason | meaning | what to do |\n|---|---|---|\n", rows])
  end
end
