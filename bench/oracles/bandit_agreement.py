"""Findings against Bandit's, on Bandit's own examples or any other Python files.

usage: bandit_agreement.py BANDIT.json FINDINGS.tsv

BANDIT.json is what `bandit -r DIR -f json` wrote, FINDINGS.tsv what the example `findings` of
code_analysis wrote for the same DIR. A finding agrees when both have it in the same file and line
under the same code; Bandit's line may be any of the lines of ours and the other way round.
"""

import collections
import json
import sys


def read_bandit(path):
    with open(path, encoding="utf-8") as file:
        results = json.load(file)["results"]
    rows = [
        (result["filename"], result["test_id"], result["line_number"], max(result["line_range"] + [result["line_number"]]))
        for result in results
    ]
    return sorted(set(rows))


def read_findings(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for row in file:
            name, line, end_line, rule, codes, _cwe, _severity = row.rstrip("\n").split("\t")
            if name.endswith(".py"):
                rows.append((name, rule, set(codes.split()), int(line), int(end_line)))
    return rows


def agree(theirs, ours):
    name, code, line, end_line = theirs
    return name == ours[0] and code in ours[2] and ours[3] <= end_line and line <= ours[4]


def main():
    theirs, ours = read_bandit(sys.argv[1]), read_findings(sys.argv[2])
    verbose = len(sys.argv) > 3
    table = collections.defaultdict(lambda: [0, 0, 0])
    matched = set()
    for row in theirs:
        found = [i for i, our in enumerate(ours) if agree(row, our)]
        matched.update(found)
        table[row[1]][0 if found else 1] += 1
        if verbose and not found:
            print("missed", *row)
    for i, our in enumerate(ours):
        if i not in matched and our[2]:
            table[sorted(our[2])[0]][2] += 1
            if verbose:
                print("only ours", our[0], our[3], our[1])
    print("code  both  only Bandit  only ours")
    for code, (both, missed, extra) in sorted(table.items()):
        print(f"{code:<5} {both:>5} {missed:>12} {extra:>10}")
    both, missed, extra = (sum(column) for column in zip(*table.values()))
    print(f"all   {both:>5} {missed:>12} {extra:>10}")
    print(f"recall {both / (both + missed):.3f}, precision {both / (both + extra):.3f}")


main()
