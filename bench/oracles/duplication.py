#!/usr/bin/env python3
"""duplication.py ROOT EXACT RENAMED SMALLER JSCPD [--list N]: our clone pairs and those of jscpd.

EXACT, RENAMED and SMALLER are listings of `code_graph`'s example `clones`: without renamed
identifiers, with them, and without them down to 30 tokens and 2 lines. JSCPD is its JSON report.

A pair is found where a pair of the other side lies at both of its places: by Bellon's measure "ok",
at least 70 % of the smaller of two fragments lies in the other, on both sides.
"""

import argparse
import collections
import json
import pathlib

OK = 0.7


class Clones:
    """Pairs by the two files, and the lines of each file that lie in any."""

    def __init__(self):
        self.pairs = collections.defaultdict(list)
        self.lines = collections.defaultdict(set)

    def add(self, one, other):
        self.pairs[one[0], other[0]].append((one[1:], other[1:]))
        self.cover(one)
        self.cover(other)

    def cover(self, place):
        path, first, last = place
        self.lines[path].update(range(first, last + 1))

    def find(self, one, other):
        """Whether a pair lies there, however it is turned."""
        return any(
            is_ok(one[1:], found_one) and is_ok(other[1:], found_other)
            for found_one, found_other in self.pairs.get((one[0], other[0]), ())
        ) or any(
            is_ok(other[1:], found_one) and is_ok(one[1:], found_other)
            for found_one, found_other in self.pairs.get((other[0], one[0]), ())
        )

    def covers(self, place):
        path, first, last = place
        lines = self.lines.get(path, ())
        return sum(line in lines for line in range(first, last + 1)) >= OK * (last - first + 1)


def is_ok(one, other):
    common = min(one[1], other[1]) - max(one[0], other[0]) + 1
    return common >= OK * min(one[1] - one[0] + 1, other[1] - other[0] + 1)


def ours(path, files):
    """The clones among these files, each pair once, and the lines of each file."""
    clones, lines = Clones(), {}
    for row in open(path, encoding="utf-8"):
        kind, *columns = row.rstrip("\n").split("\t")
        if kind == "file":
            lines[columns[0]] = int(columns[1])
            continue
        one = (columns[0], int(columns[1]), int(columns[2]))
        other = (columns[3], int(columns[4]), int(columns[5]))
        if one <= other and one[0] in files and other[0] in files:
            clones.add(one, other)
    return clones, {path: count for path, count in lines.items() if path in files}


def jscpd(path, root):
    """The pairs in order, and jscpd's own totals."""
    report = json.load(open(path, encoding="utf-8"))
    place = lambda side: (relative(side["name"], root), side["start"], side["end"])
    pairs = [(place(one["firstFile"]), place(one["secondFile"])) for one in report["duplicates"]]
    sources = next(iter(report["statistics"]["formats"].values()))["sources"]
    return pairs, report["statistics"]["total"], {relative(name, root) for name in sources}


def relative(name, root):
    path = pathlib.Path(name)
    return str((path if path.is_absolute() else pathlib.Path.cwd() / path).relative_to(root))


def is_place(one, other):
    """jscpd ends a pair at the end of a later place, when the text goes on like that one."""
    heights = [last - first + 1 for _path, first, last in (one, other)]
    return min(heights) > 0 and max(heights) <= 2 * min(heights)


class Text:
    """The lines of the files without indentation."""

    def __init__(self, root):
        self.root, self.files = root, {}

    def of(self, place):
        path, first, last = place
        if path not in self.files:
            text = (self.root / path).read_text(encoding="utf-8", errors="replace")
            self.files[path] = [line.strip() for line in text.split("\n")]
        return [line for line in self.files[path][first - 1 : last] if line]


def why_only_jscpd(pair, exact, renamed, smaller):
    if not is_place(*pair):
        return "its second place is none"
    if renamed.find(*pair):
        return "found with renamed identifiers"
    if smaller.find(*pair):
        return "smaller than 50 tokens or 5 whole lines by our count"
    if exact.covers(pair[0]) and exact.covers(pair[1]):
        return "both places are paired with others: we compare with the first 32 like them"
    return "other"


def why_only_ours(pair, theirs, text):
    if theirs.covers(pair[0]) and theirs.covers(pair[1]):
        return "both places are paired with others: jscpd compares a place with the last one like it"
    if text.of(pair[0]) != text.of(pair[1]):
        return "comments, documentation or layout differ in it"
    return "other"


def count(title, reasons, most):
    total = sum(len(pairs) for pairs in reasons.values())
    print(f"{title}: {total}")
    for reason, pairs in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"  {len(pairs):6} {reason}")
        for one, other in pairs[:most]:
            print(f"         {show(one)} and {show(other)}")


def show(place):
    return "{}:{}-{}".format(*place)


def share(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def once(pairs):
    """Lines as jscpd counts them: of each pair the first place, without its last line."""
    return sum(one[2] - one[1] for one, _other in pairs)


def all_pairs(clones):
    for (path, other_path), places in clones.pairs.items():
        for one, other in places:
            yield (path, *one), (other_path, *other)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("root", "exact", "renamed", "smaller", "jscpd"):
        parser.add_argument(name)
    parser.add_argument("--list", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    root = pathlib.Path(arguments.root).resolve()
    pairs, totals, sources = jscpd(arguments.jscpd, root)
    known = {row.split("\t")[1] for row in open(arguments.exact, encoding="utf-8") if row[:4] == "file"}
    files = known & sources
    pairs = [pair for pair in pairs if pair[0][0] in files and pair[1][0] in files]
    exact, lines = ours(arguments.exact, files)
    renamed, _ = ours(arguments.renamed, files)
    smaller, _ = ours(arguments.smaller, files)
    theirs = Clones()
    for one, other in pairs:
        if is_place(one, other):
            theirs.add(one, other)
        else:
            theirs.cover(one)

    all_lines = sum(lines.values())
    print(f"{len(files)} files, {all_lines} lines")
    covered = lambda clones: share(sum(len(found) for found in clones.lines.values()), all_lines)
    print(f"lines in any clone: jscpd {covered(theirs)}, exact {covered(exact)}, renamed {covered(renamed)}")
    print(
        f"each pair once: jscpd {share(once(pairs), all_lines)} (its own figure: {totals['percentage']} %), "
        f"exact {share(once(all_pairs(exact)), all_lines)}"
    )
    places = [pair for pair in pairs if is_place(*pair)]
    for name, clones in (("exact", exact), ("renamed", renamed)):
        found = sum(clones.find(*pair) for pair in places)
        print(f"{name}: {found} of jscpd's {len(places)} pairs found, {share(found, len(places))}")
    reasons = collections.defaultdict(list)
    for pair in pairs:
        if not is_place(*pair) or not exact.find(*pair):
            reasons[why_only_jscpd(pair, exact, renamed, smaller)].append(pair)
    count("only jscpd's, of all its pairs", reasons, arguments.list)
    text, reasons = Text(root), collections.defaultdict(list)
    for pair in all_pairs(exact):
        if not theirs.find(*pair):
            reasons[why_only_ours(pair, theirs, text)].append(pair)
    total = sum(1 for _pair in all_pairs(exact))
    count(f"only ours, of {total} exact pairs", reasons, arguments.list)
    print(f"renamed pairs that are no exact ones: {sum(not exact.find(*pair) for pair in all_pairs(renamed))}"
          f" of {sum(1 for _pair in all_pairs(renamed))}")


if __name__ == "__main__":
    main()
