#!/usr/bin/env python3
"""dependencies.py OURS THEIRS [--list N]: precision and recall of edges between files.

Both are files of lines `from<TAB>to`; in THEIRS a line may name a file without dependencies. Only
edges between files that the oracle knows are compared.
"""

import argparse
import collections


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip()]


def edges(pairs, files):
    return {
        (row[0], row[1])
        for row in pairs
        if len(row) == 2 and row[0] != row[1] and row[0] in files and row[1] in files
    }


def share(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def show(title, found, most):
    counts = collections.Counter(source for source, _target in found)
    print(f"{title}: {len(found)} in {len(counts)} files")
    for source, target in sorted(found)[:most]:
        print(f"  {source} -> {target}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ours")
    parser.add_argument("theirs")
    parser.add_argument("--list", type=int, default=20, metavar="N")
    arguments = parser.parse_args()
    oracle = rows(arguments.theirs)
    files = {name for row in oracle for name in row}
    ours, theirs = edges(rows(arguments.ours), files), edges(oracle, files)
    both = len(ours & theirs)
    print(f"{len(files)} files, {len(theirs)} edges of the oracle, {len(ours)} of ours, {both} of both")
    print(f"precision {share(both, len(ours))}, recall {share(both, len(theirs))}")
    show("only ours", ours - theirs, arguments.list)
    show("only the oracle's", theirs - ours, arguments.list)


if __name__ == "__main__":
    main()
