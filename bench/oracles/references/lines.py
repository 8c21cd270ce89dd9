#!/usr/bin/env python3
"""lines.py FOLDER: lines of all languages, on pygments' lexers.

Every line is blank (nothing but white space, wherever it stands), comment (nothing but comment or
documentation) or code."""

import ast
import os
import re
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "adapters"))

from pygments.lexers import get_lexer_for_filename
from pygments.token import Comment, String

from rows import files, measured, read

EXTENSIONS = (
    ".py .js .mjs .cjs .jsx .ts .mts .cts .tsx .go .rs .ex .exs .sh .bash .nix .toml .yaml .yml"
    " .json"
)
# It ends where a line begins as far to the right as it has begun.
ELIXIR_DOC = re.compile(
    r"""^([ \t]*)@(?:module|type)?doc\b[^\n"']*("{3}|'{3})(?s:.*?)^\1\2""", re.MULTILINE
)


def measure(path):
    # The lexers know one line end, and no byte order mark.
    text = re.sub("\r\n?", "\n", read(path).removeprefix("\ufeff"))
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    comment, code = comment_and_code(path, text)
    documentation = documentation_lines(path, text)
    counts = {"total": len(lines), "code": 0, "comment": 0, "blank": 0}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            counts["blank"] += 1
        elif number in documentation or number in comment - code:
            counts["comment"] += 1
        else:
            counts["code"] += 1
    for metric, count in counts.items():
        yield "-", 1, metric, count


def comment_and_code(path, text):
    """The numbers of lines that have such tokens."""
    lexer = get_lexer_for_filename(path, stripnl=False, ensurenl=False)
    comment, code, number = set(), set(), 1
    for kind, value in lexer.get_tokens(text):
        is_doc = kind in String.Doc and not path.endswith(".py")
        is_comment = kind in Comment and kind not in Comment.Preproc or is_doc
        for offset, part in enumerate(value.split("\n")):
            number += offset > 0
            if part.strip():
                (comment if is_comment else code).add(number)
    return comment, code


def documentation_lines(path, text):
    if path.endswith(".py"):
        return python_strings(text)
    if path.endswith((".ex", ".exs")):
        return elixir_heredocs(path, text)
    return set()


def python_strings(text):
    """Of the strings that are statements."""
    numbers = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                numbers.update(range(node.lineno, node.end_lineno + 1))
    return numbers


def elixir_heredocs(path, text):
    """But not those that are text of other strings."""
    lexer = get_lexer_for_filename(path, stripnl=False, ensurenl=False)
    begin_in_strings = set()
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        if kind in String:
            begin_in_strings.update(range(start, start + len(value)))
    numbers = set()
    for heredoc in ELIXIR_DOC.finditer(text):
        if heredoc.end(1) in begin_in_strings:
            continue
        first = text.count("\n", 0, heredoc.start()) + 1
        numbers.update(range(first, first + heredoc.group().count("\n") + 1))
    return numbers


measured(files(*EXTENSIONS.split()), measure)
