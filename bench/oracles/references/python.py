#!/usr/bin/env python3
"""python.py FOLDER: Python, on CPython's own parser.

Cognitive complexity by SonarSource's rules. A function inside another counts into it, one level
deeper unless it is all that the other returns, as in a decorator; it is a row of its own too."""

import ast
import os
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "adapters"))

from rows import files, measured, read

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
TRY = (ast.Try, getattr(ast, "TryStar", ast.Try))


class Flow(ast.NodeVisitor):
    """`level` is how deep the code at hand is nested, `deepest` the most of it."""

    def __init__(self):
        self.cognitive = self.level = self.deepest = 0
        self.function = None

    def structure(self):
        self.cognitive += 1 + self.level

    def visit_all(self, nodes):
        for node in nodes:
            self.visit(node)

    def inside(self, nodes):
        self.level += 1
        self.deepest = max(self.deepest, self.level)
        self.visit_all(nodes)
        self.level -= 1

    def otherwise(self, nodes):
        if nodes:
            self.cognitive += 1
            self.inside(nodes)

    def visit_If(self, node):
        self.structure()
        self.branches(node)

    def branches(self, node):
        self.visit(node.test)
        self.inside(node.body)
        if is_elif(node):
            self.cognitive += 1
            self.branches(node.orelse[0])
        else:
            self.otherwise(node.orelse)

    def visit_For(self, node):
        self.structure()
        self.visit_all([node.target, node.iter])
        self.inside(node.body)
        self.otherwise(node.orelse)

    visit_AsyncFor = visit_For

    def visit_While(self, node):
        self.structure()
        self.visit(node.test)
        self.inside(node.body)
        self.otherwise(node.orelse)

    def visit_Try(self, node):
        self.visit_all(node.body)
        for handler in node.handlers:
            self.structure()
            self.inside(handler.body)
        self.otherwise(node.orelse)
        self.visit_all(node.finalbody)

    visit_TryStar = visit_Try

    def visit_Match(self, node):
        self.structure()
        self.visit(node.subject)
        for case in node.cases:
            self.visit_all([case.guard] if case.guard else [])
            self.inside(case.body)

    def visit_IfExp(self, node):
        self.structure()
        self.inside([node.test, node.body, node.orelse])

    def visit_BoolOp(self, node):
        self.boolean(node, None)

    def boolean(self, node, before):
        """`before` is the operator to the left in the same expression; returns the last one."""
        if not isinstance(node, ast.BoolOp):
            self.visit(node)
            return before
        before = self.boolean(node.values[0], before)
        for value in node.values[1:]:
            if type(node.op) is not before:
                self.cognitive += 1
            before = self.boolean(value, type(node.op))
        return before

    def visit_FunctionDef(self, node):
        host, level = self.function, self.level
        self.visit_all(node.decorator_list)
        if host is None:
            self.level = 0
        elif not is_all_that_is_returned(node, host):
            self.level += 1
        self.visit_body(node)
        self.function, self.level = host, level

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_body(self, function):
        self.function = function
        self.visit(function.args)
        self.visit_all(function.body)

    def visit_ClassDef(self, node):
        host, level = self.function, self.level
        self.function, self.level = None, 0
        self.generic_visit(node)
        self.function, self.level = host, level


def is_elif(node):
    """An `if` alone in an `else` begins to the right of the `else`."""
    match node.orelse:
        case [ast.If() as inner]:
            return inner.col_offset == node.col_offset
    return False


def is_all_that_is_returned(node, host):
    return all(
        it is node or isinstance(it, ast.Return) and isinstance(it.value, ast.Name)
        for it in host.body
    )


def parameters(arguments):
    named = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
    return len(named) + bool(arguments.vararg) + bool(arguments.kwarg)


def measure(path):
    tree = ast.parse(read(path))
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTION)]
    for node in functions:
        flow = Flow()
        flow.visit_body(node)
        yield node.name, node.lineno, "cognitive", flow.cognitive
        yield node.name, node.lineno, "nesting", flow.deepest
        yield node.name, node.lineno, "parameters", parameters(node.args)
        yield node.name, node.lineno, "documented", int(ast.get_docstring(node) is not None)
    yield "-", 1, "functions", len(functions)
    yield "-", 1, "classes", sum(isinstance(node, ast.ClassDef) for node in ast.walk(tree))


measured(files(".py"), measure)
