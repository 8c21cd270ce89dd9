#!/usr/bin/env python3
"""scip_items.py INDEX: which file names an item that another defines, from a SCIP index.

The index is a protocol buffer: of an Index the documents (2), of a Document the path (1) and the
occurrences (2), of an Occurrence the symbol (2) and the roles (3), of which the first bit is
"definition".
"""

import collections
import re
import sys

# Descriptors of what a module holds: modules, then a type, function, macro, or constant.
ITEM = re.compile(r"^(?:[\w`:]+/)*(?:\w+#|\w+\(\)\.|\w+!|\w+\.)$")
DEFINITION = 1


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 2:
            length, at = varint(data, at)
            value, at = data[at : at + length], at + length
        else:
            width = 4 if key & 7 == 5 else 8
            value, at = data[at : at + width], at + width
        yield key >> 3, value


def occurrence(data):
    found = dict(fields(data))
    return found.get(2, b"").decode(), found.get(3, 0)


def documents(index):
    for number, data in fields(index):
        if number == 2:
            members = list(fields(data))
            path = next(value for key, value in members if key == 1).decode()
            yield path, [occurrence(value) for key, value in members if key == 2]


def main():
    with open(sys.argv[1], "rb") as index:
        files = dict(documents(index.read()))
    defining = collections.defaultdict(set)
    for path, occurrences in files.items():
        for symbol, roles in occurrences:
            if roles & DEFINITION and ITEM.match(symbol.split(" ")[-1]):
                defining[symbol].add(path)
    for path, occurrences in sorted(files.items()):
        named = {symbol for symbol, roles in occurrences if not roles & DEFINITION}
        targets = {target for symbol in named for target in defining.get(symbol, ())} - {path}
        for target in sorted(targets):
            print(path, target, sep="\t")
        if not targets:
            print(path)


if __name__ == "__main__":
    main()
