#!/usr/bin/env python3
"""Compares the numbers of our analysis with those of reference tools: see bench/README.md."""

import argparse
import collections
import glob
import os
import shutil
import subprocess
import sys

OURS = "parser_engine"
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
    Tool("rust reference", "bin/rust", "bin/rust", "rust", COMPLEXITIES + " structs enums traits"),
    Tool("go reference", "bin/go", "bin/go", "go", COMPLEXITIES + " structs interfaces"),
    Tool("nix reference", "bin/nix", "bin/nix", "nix", COMPLEXITIES),
    Tool("shell reference", "bin/shell", "bin/shell", "shell", COMPLEXITIES),
    Tool("escomplex", "node adapters/escomplex", "node_modules/typhonjs-escomplex", "javascript"),
    Tool("lizard", "python adapters/lizard", "venv/lib/*/*/lizard.py", f"python rust go {ECMASCRIPT}"),
    Tool("complexipy", "python adapters/complexipy", "venv/lib/*/*/complexipy", "python"),
    Tool(
        "cognitive_complexity",
        "python adapters/cognitive_complexity",
        "venv/lib/*/*/cognitive_complexity",
        "python",
    ),
]

# Where no two tools count alike and only the order can be compared: with each of the tools, for
# functions without others inside, whose code they leave out.
RANKED = "volume file_volume"

# What is computed from a number that need not be equal is compared where that is.
COMPUTED_FROM = {"maintainability": "cyclomatic", "file_maintainability": "file_cyclomatic"}


def main():
    options = arguments()
    ours = read_rows([options.binary, options.corpus], options.corpus)
    languages = [options.language] if options.language else sorted(ours)
    rows = {OURS: ours}
    for tool in TOOLS:
        if not set(tool.languages.split()) & set(languages):
            continue
        if is_installed(tool):
            rows[tool.name] = read_rows(command_of(tool) + [options.corpus], options.corpus)
        else:
            print(f"not installed, skipped: {tool.name}")
    for language in languages:
        report(language, rows, options)


def arguments():
    parser = argparse.ArgumentParser(prog="bench/agreement", description=__doc__)
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    parser.add_argument("language", nargs="?", choices=LANGUAGES, metavar="LANGUAGE")
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument(
        "--differences", type=int, default=0, metavar="N", help="show N differences a metric"
    )
    parser.add_argument("--metric", help="only this metric")
    parser.add_argument("--oracle", help="compare with this tool, whatever the oracle is")
    options = parser.parse_args()
    options.corpus = os.path.abspath(options.corpus)
    return options


# --- tools


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


# --- rows


Place = collections.namedtuple("Place", "path line name")


def read_rows(command, corpus):
    """Numbers by language, metric, and path: lists of (Place, value)."""
    path = os.path.join(INSTALLED, "bin") + os.pathsep + os.environ["PATH"]
    environment = {**os.environ, "ORACLES": INSTALLED, "PATH": path}
    run = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, check=False
    )
    if run.returncode != 0:
        print(run.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
        sys.exit(f"bench/agreement: {' '.join(command)} failed")
    by_language = {}
    for line in run.stdout.decode(errors="replace").split("\n"):
        fields = line.split("\t")
        if len(fields) == 5:
            path, name, line, metric, value = fields
            language = LANGUAGE_OF.get(os.path.splitext(path)[1])
            if language:
                place = Place(os.path.relpath(path, corpus), int(line), simple_name(name))
                metrics = by_language.setdefault(language, {})
                metrics.setdefault(metric, {}).setdefault(place.path, []).append((place, float(value)))
    return by_language


def simple_name(name):
    """`Type::f`, `(*T).f`, `Class.f`, `f( int )` and `f/2` are f."""
    name = name.split("(*")[-1].split(").")[-1]
    return name.split("(")[0].strip().split("::")[-1].split(".")[-1].split("/")[0].strip("#[]'\" ")


# --- comparison


def join(tool, oracle):
    """Pairs the rows of two tools in the files that both have read. On a line by name, then what
    is left on it in the order of the rows if there is as much on both sides; at last by a name that
    is left only once in the file."""
    pairs, alone = [], [0, 0]
    for path in tool.keys() & oracle.keys():
        mine, theirs = list(tool[path]), list(oracle[path])
        for key in (lambda row: (row[0].line, row[0].name), lambda row: row[0].line):
            take_pairs(mine, theirs, key, pairs, in_order=True)
        take_pairs(mine, theirs, lambda row: row[0].name, pairs, in_order=False)
        alone[0] += len(mine)
        alone[1] += len(theirs)
    return pairs, alone


def take_pairs(mine, theirs, key, pairs, in_order):
    groups = collections.defaultdict(lambda: ([], []))
    for side, rows in enumerate((mine, theirs)):
        for row in rows:
            groups[key(row)][side].append(row)
    for one, other in groups.values():
        if len(one) == len(other) and (in_order or len(one) == 1):
            pairs.extend(zip(one, other))
            for row in one:
                mine.remove(row)
            for row in other:
                theirs.remove(row)


def only_where_equal(metric, pairs, sides):
    joined, _ = join(*(side.get(metric, {}) for side in sides))
    equal = {pair[0][0] for pair in joined if is_equal(pair)}
    return [pair for pair in pairs if pair[0][0] in equal]


def only_innermost(pairs, lines):
    """Of files or of functions in whose lines no other one begins."""
    starts = collections.defaultdict(list)
    length = {}
    for rows in lines.values():
        for place, count in rows:
            starts[place.path].append(place.line)
            length[place] = count

    def is_innermost(place):
        after = place.line + length.get(place, 0)
        return sum(place.line <= line < after for line in starts[place.path]) < 2

    return [pair for pair in pairs if pair[0][0].name == "-" or is_innermost(pair[0][0])]


def is_equal(pair):
    (_, mine), (_, theirs) = pair
    return abs(mine - theirs) <= max(1e-3, 1e-6 * abs(theirs))


def share(pairs):
    return f"{100 * sum(map(is_equal, pairs)) / len(pairs):.2f}" if pairs else "-"


def spearman(pairs):
    """The correlation of ranks; equal values share the mean of theirs."""
    one = ranks([mine for (_, mine), _ in pairs])
    other = ranks([theirs for _, (_, theirs) in pairs])
    mean = (len(pairs) + 1) / 2
    covariance = sum((a - mean) * (b - mean) for a, b in zip(one, other))
    squares = [sum((rank - mean) ** 2 for rank in side) for side in (one, other)]
    return f"{covariance / (squares[0] * squares[1]) ** 0.5:.4f}" if all(squares) else "-"


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    result, first = [0.0] * len(values), 0
    for after in range(1, len(order) + 1):
        if after == len(order) or values[order[after]] != values[order[first]]:
            for index in order[first:after]:
                result[index] = (first + 1 + after) / 2
            first = after
    return result


# --- report


def report(language, rows, options):
    table = [("metric", "oracle", "tool", "compared", "equal %", "above 1", "equal %", "only tool", "only oracle", "rank")]
    differing = []
    ours = rows[OURS].get(language, {})
    for metric in ours:
        if options.metric not in (None, metric):
            continue
        for oracle in oracles(language, metric, rows, options):
            ranked = metric in RANKED.split() and not is_oracle(oracle, language, metric)
            for tool in [OURS] if ranked else peers(language, metric, oracle, rows):
                sides = rows[tool][language], rows[oracle][language]
                pairs, alone = join(*(side[metric] for side in sides))
                if metric in COMPUTED_FROM:
                    pairs = only_where_equal(COMPUTED_FROM[metric], pairs, sides)
                if ranked and "lines" in ours:
                    pairs = only_innermost(pairs, ours["lines"])
                if not pairs:
                    continue
                above = [pair for pair in pairs if max(pair[0][1], pair[1][1]) > 1]
                shares = [len(pairs), share(pairs), len(above), share(above)]
                rank = spearman(pairs) if metric in RANKED.split() else ""
                table.append((metric, oracle, tool, *shares, *alone, rank))
                if tool == OURS and not ranked:
                    differing.append((metric, oracle, [it for it in pairs if not is_equal(it)]))
    if len(table) > 1:
        print(f"\n## {language}\n")
        print_table(table)
        print_unread(language, rows)
        for each in differing if options.differences else []:
            print_differences(*each, options.differences)


def oracles(language, metric, rows, options):
    has = [tool.name for tool in TOOLS if metric in rows.get(tool.name, {}).get(language, {})]
    if options.oracle:
        return [name for name in has if name == options.oracle]
    chosen = [name for name in has if is_oracle(name, language, metric)][:1]
    return chosen or (has if metric in RANKED.split() else [])


def is_oracle(name, language, metric):
    of = next(tool.oracle_of for tool in TOOLS if tool.name == name)
    return metric in (of.get(language, "") if isinstance(of, dict) else of).split()


def peers(language, metric, oracle, rows):
    return [it for it in rows if it != oracle and metric in rows[it].get(language, {})]


def print_table(table):
    print("| " + " | ".join(table[0]) + " |")
    print("|---" * len(table[0]) + "|")
    for row in table[1:]:
        print("| " + " | ".join(map(str, row)) + " |")


def print_unread(language, rows):
    """A tool's rows are compared in the files that it has read."""
    paths = {tool: set().union(*rows[tool].get(language, {"": {}}).values()) for tool in rows}
    missing = {tool: len(paths[OURS] - read) for tool, read in paths.items() if read}
    listed = [f"{tool} {count}" for tool, count in missing.items() if count]
    if listed:
        print("\nFiles not read, or with nothing to report: " + ", ".join(listed))


def print_differences(metric, oracle, pairs, limit):
    """The largest group of like differences first, and of each group an equal part."""
    if not pairs:
        return
    groups = collections.defaultdict(list)
    for pair in pairs:
        groups[round(pair[0][1] - pair[1][1], 1)].append(pair)
    print(f"\n### {metric}, {oracle}: {len(pairs)} differences\n")
    shown = sorted(groups.items(), key=lambda it: -len(it[1]))[:limit]
    for difference, group in shown:
        print(f"{difference:+g}, {len(group)} times")
        for (place, mine), (_, theirs) in group[: max(1, limit // len(shown))]:
            print(f"  {place.path}:{place.line} {place.name}: {mine:g}, {oracle} {theirs:g}")


main()
