"""What the adapters in Python have in common."""

import os
import sys


def files(*extensions):
    """The files below the folder on the command line whose names end in an extension."""
    for folder, folders, names in os.walk(sys.argv[1]):
        folders.sort()
        for name in sorted(names):
            if name.endswith(extensions):
                yield os.path.join(folder, name)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def row(path, name, line, metric, value):
    if value is not None:
        print(path, name, line, metric, value, sep="\t")


def measured(paths, measure):
    """Calls measure for each path; what a tool cannot read is named and left out."""
    for path in paths:
        try:
            rows = list(measure(path))
        except (Exception, SystemExit) as error:
            print(f"{path}: {type(error).__name__}: {error}"[:200], file=sys.stderr)
            continue
        for each in rows:
            row(path, *each)
