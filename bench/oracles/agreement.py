#!/usr/bin/env python3
"""Compares the numbers of our analysis with those of reference tools: see bench/README.md."""

import argparse
import collections
import os

from comparison import is_equal, join, only_innermost, only_where_equal, share, spearman
from tools import LANGUAGES, TOOLS, command_of, is_installed, read_rows

OURS = "parser_engine"

# Where no two tools count alike and only the order can be compared: with each of the tools, for
# functions without others inside, whose code they leave out.
RANKED = "volume file_volume"

# What is computed from a number that need not be equal is compared where that is.
COMPUTED_FROM = {"maintainability": "cyclomatic", "file_maintainability": "file_cyclomatic"}

HEADER = (
    "metric",
    "oracle",
    "tool",
    "compared",
    "equal %",
    "above 1",
    "equal %",
    "only tool",
    "only oracle",
    "rank",
)


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


def report(language, rows, options):
    table = [HEADER]
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
                    pairs = only_innermost(pairs, ours["lines"], sides[1][metric])
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
