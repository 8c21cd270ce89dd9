"""Findings against the expectations of Sobelow's own tests.

usage: sobelow_agreement.py SOBELOW_CHECKOUT FINDINGS_BINARY

Each test of Sobelow analyses a source text or a fixture and asserts or refutes that there is a
finding of the module under test. The texts are written out, the example `findings` of code_analysis
looks at them, and a test agrees when it finds, or does not find, a rule of that module's name.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

TEST = re.compile(r'^  test "(.*?)" do\n(.*?)^  end$', re.M | re.S)
TEXT = re.compile(r'= """\n(.*?)\n\s*"""', re.S)
FIXTURE = re.compile(r'"\./(test/fixtures/\w+/[\w.]+)"')
LIST = re.compile(r"^  @(\w+) \[(.*?)\]", re.M | re.S)
FOLDERS = ["xss", "sql", "rce", "ci", "traversal", "dos", "Misc", "config"]


def expectations(checkout):
    for folder in FOLDERS:
        for path in sorted((checkout / "test" / folder).glob("*_test.exs")):
            yield from tests_of(checkout, path)


def tests_of(checkout, path):
    content = path.read_text()
    aliased = re.findall(r"alias Sobelow\.([A-Z]\w+\.\w+)", content)
    named = re.findall(r"defmodule SobelowTest\.(\S+?)Test do", content)
    code = (aliased + named + [path.stem])[0]
    code = "Config.CSRF" if path.stem == "csrf_test" else code
    code = "Config.Headers" if path.stem == "headers_test" else code
    if path.stem == "config_test":
        return
    lists = {key: re.findall(r":([\w!?]+)", value) for key, value in LIST.findall(content)}
    for title, body in TEST.findall(content):
        # Some tests of safe texts assert about each of no findings.
        is_safe = re.match(r"(?i)safe|does not|not vulnerable", title)
        expected = not is_safe and bool(re.search(r"\bassert\b|assert\(", body))
        texts = [text for text in TEXT.findall(body)]
        texts += [(checkout / fixture).read_text() for fixture in FIXTURE.findall(body)]
        for text in texts:
            for variant in variants(text, body, lists):
                yield code, title, expected, variant


def variants(text, body, lists):
    """A text in an Enum.each over functions stands for one text for each of them."""
    hole = re.search(r"(?<!\\)#\{(\w+)\}", text)
    each = re.search(r"Enum\.each\(@(\w+)(?: \+\+ @(\w+))?", body)
    if not hole or not each:
        return [text.replace("\\#{", "#{")]
    names = [name for key in each.groups() if key for name in lists.get(key, [])]
    return [text.replace(hole.group(0), name).replace("\\#{", "#{") for name in names]


def codes_found(binary, texts):
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(texts):
            pathlib.Path(folder, f"{i}.ex").write_text(text)
        rows = subprocess.run([binary, folder], capture_output=True, text=True, check=True).stdout
    found = collections.defaultdict(set)
    for row in rows.splitlines():
        path, _line, _end_line, _rule, codes, *_ = row.split("\t")
        found[int(pathlib.Path(path).stem)].update(codes.split())
    return found


def main():
    tests = list(expectations(pathlib.Path(sys.argv[1])))
    found = codes_found(sys.argv[2], [text for *_, text in tests])
    table = collections.defaultdict(collections.Counter)
    for i, (code, title, expected, text) in enumerate(tests):
        is_found = code in found[i]
        kind = {(1, 1): "found", (1, 0): "missed", (0, 1): "wrong", (0, 0): "silent"}
        verdict = kind[(expected, is_found)]
        table[code][verdict] += 1
        if verdict in ("missed", "wrong"):
            print(f"{verdict}: {code}: {title}: {text.strip().splitlines()[:4]}")
    print(f"{'module':<24} found missed silent wrong")
    for code, row in sorted(table.items()):
        print(f"{code:<24} {row['found']:>5} {row['missed']:>6} {row['silent']:>6} {row['wrong']:>5}")
    total = sum(table.values(), collections.Counter())
    recall = total["found"] / (total["found"] + total["missed"])
    precision = total["found"] / (total["found"] + total["wrong"])
    print(f"recall {recall:.3f}, precision {precision:.3f}, {sum(total.values())} texts")


main()
