#!/usr/bin/env python3
"""dependencies_grimp.py ROOT: the dependencies between the modules of all packages in ROOT, or in
its folder `src`, by grimp: `from<TAB>to`, or `from` alone where there is none.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
INSTALLED = os.environ.get("ORACLES") or os.path.join(HERE, ".installed")

try:
    import grimp
except ImportError:
    python = os.path.join(INSTALLED, "venv", "bin", "python")
    if os.path.realpath(sys.prefix) == os.path.realpath(os.path.dirname(os.path.dirname(python))):
        raise
    os.execv(python, [python, *sys.argv])


def packages(folder):
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [name for name in names if os.path.isfile(os.path.join(folder, name, "__init__.py"))]


def path(root, folder, module):
    base = os.path.join(folder, *module.split("."))
    for candidate in (os.path.join(base, "__init__.py"), base + ".py"):
        if os.path.isfile(candidate):
            return os.path.relpath(candidate, root)
    return None


def main(root):
    folder = next((f for f in (os.path.join(root, "src"), root) if packages(f)), root)
    sys.path.insert(0, folder)
    graph = grimp.build_graph(*packages(folder), cache_dir=None)
    lines = set()
    for module in graph.modules:
        imported = graph.find_modules_directly_imported_by(module)
        targets = {path(root, folder, target) for target in imported} - {None}
        source = path(root, folder, module)
        if source:
            lines.update(f"{source}\t{target}" for target in targets)
            lines.update([] if targets else [source])
    print("\n".join(sorted(lines)))


main(sys.argv[1])
