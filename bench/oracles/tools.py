"""The reference tools, and how their rows are read."""

import collections
import glob
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
INSTALLED = os.path.abspath(os.environ.get("ORACLES") or os.path.join(HERE, ".installed"))

LANGUAGES = {
    "elixir": ".ex .exs",
    "go": ".go",
    "javascript": ".js .mjs .cjs",
    "json": ".json",
    "jsx": ".jsx",
    "markdown": ".md",
    "nix": ".nix",
    "python": ".py",
    "rust": ".rs",
    "shell": ".sh .bash",
    "toml": ".toml",
    "tsx": ".tsx",
    "typescript": ".ts .mts .cts",
    "yaml": ".yaml .yml",
}
LANGUAGE_OF = {end: language for language, ends in LANGUAGES.items() for end in ends.split()}
ECMASCRIPT = "javascript jsx typescript tsx"
COMPLEXITIES = "cyclomatic file_cyclomatic cognitive nesting parameters functions classes"
HALSTEAD = "n1 n2 N1 N2 volume difficulty effort"
OF_FILES = " ".join("file_" + metric for metric in HALSTEAD.split())

Tool = collections.namedtuple("Tool", "name command needs languages oracle_of", defaults=("",))

# `needs` is a file below the folder of installed tools, or a command. Of the tools that are the
# oracle of a metric in a language, the first that is installed is taken.
TOOLS = [
    Tool("radon", "python adapters/radon", "venv/lib/*/*/radon", "python", "cyclomatic"),
    Tool(
        "rust-code-analysis",
        "python adapters/rust-code-analysis",
        "bin/rust-code-analysis-cli",
        f"rust python {ECMASCRIPT}",
        {
            "rust": f"cyclomatic {HALSTEAD} {OF_FILES} maintainability file_maintainability",
            "python": f"exits {HALSTEAD} {OF_FILES} maintainability file_maintainability",
        },
    ),
    Tool("credo", "elixir-with-credo adapters/credo.exs", "credo", "elixir", "cyclomatic nesting"),
    Tool(
        "eslint",
        "node adapters/eslint",
        "node_modules/eslint",
        ECMASCRIPT,
        f"{COMPLEXITIES} code comment",
    ),
    Tool("gocyclo", "adapters/gocyclo", "bin/gocyclo", "go", "cyclomatic"),
    Tool("gocognit", "adapters/gocognit", "bin/gocognit", "go"),
    Tool("cloc", "python3 adapters/cloc", "cloc", " ".join(LANGUAGES), "blank"),
    Tool(
        "interrogate",
        "python adapters/interrogate",
        "venv/lib/*/*/interrogate",
        "python",
        "documentable documented_items",
    ),
    Tool(
        "lines reference",
        "python references/lines.py",
        "venv/lib/*/*/pygments",
        " ".join(language for language in LANGUAGES if language != "markdown"),
        "total code comment",
    ),
    Tool(
        "python reference",
        "python references/python.py",
        "python3",
        "python",
        COMPLEXITIES + " documented",
    ),
    Tool("elixir reference", "elixir references/elixir.exs", "elixir", "elixir", COMPLEXITIES),
    Tool(
        "rust reference",
        "bin/reference-rust",
        "bin/reference-rust",
        "rust",
        COMPLEXITIES + " structs enums traits",
    ),
    Tool(
        "go reference",
        "bin/reference-go",
        "bin/reference-go",
        "go",
        COMPLEXITIES + " structs interfaces",
    ),
    Tool("nix reference", "bin/reference-nix", "bin/reference-nix", "nix", COMPLEXITIES),
    Tool("shell reference", "bin/reference-shell", "bin/reference-shell", "shell", COMPLEXITIES),
    Tool("escomplex", "node adapters/escomplex", "node_modules/typhonjs-escomplex", "javascript"),
    Tool(
        "lizard",
        "python adapters/lizard",
        "venv/lib/*/*/lizard.py",
        f"python rust go {ECMASCRIPT}",
    ),
    Tool("complexipy", "python adapters/complexipy", "venv/lib/*/*/complexipy", "python"),
    Tool(
        "cognitive_complexity",
        "python adapters/cognitive_complexity",
        "venv/lib/*/*/cognitive_complexity",
        "python",
    ),
]


def is_installed(tool):
    below = glob.glob(os.path.join(INSTALLED, tool.needs))
    return bool(below) or shutil.which(tool.needs) is not None


def command_of(tool):
    program, *rest = tool.command.split()
    python = os.path.join(INSTALLED, "venv", "bin", "python")
    runners = {
        "python": [python if os.path.exists(python) else "python3"],
        "elixir-with-credo": ["elixir", "-pa", os.path.join(INSTALLED, "credo")],
    }
    if program.startswith("bin/"):
        return [os.path.join(INSTALLED, program)]
    if program.startswith("adapters/"):
        return [os.path.join(HERE, program)]
    return runners.get(program, [program]) + [os.path.join(HERE, script) for script in rest]


Place = collections.namedtuple("Place", "path line name")


def read_rows(command, corpus):
    """Numbers by language, metric and path: lists of (Place, value)."""
    path = os.path.join(INSTALLED, "bin") + os.pathsep + os.environ["PATH"]
    environment = {**os.environ, "ORACLES": INSTALLED, "PATH": path}
    run = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, check=False
    )
    if run.returncode != 0:
        print(run.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
        print(f"failed, skipped: {' '.join(command)}")
        return {}
    by_language = {}
    for line in run.stdout.decode(errors="replace").split("\n"):
        fields = line.split("\t")
        if len(fields) == 5:
            path, name, line, metric, value = fields
            language = LANGUAGE_OF.get(os.path.splitext(path)[1])
            if language:
                place = Place(os.path.relpath(path, corpus), int(line), simple_name(name))
                by_path = by_language.setdefault(language, {}).setdefault(metric, {})
                by_path.setdefault(place.path, []).append((place, float(value)))
    return by_language


def simple_name(name):
    """`Type::f`, `(*T).f`, `Class.f`, `f( int )` and `f/2` are f."""
    name = name.split("(*")[-1].split(").")[-1]
    return name.split("(")[0].strip().split("::")[-1].split(".")[-1].split("/")[0].strip("#[]'\" ")
