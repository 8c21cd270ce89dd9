#!/usr/bin/env python3
# -*- coding: utf-8 -*-

'''The module.'''

"""Not the docstring."""


def documented(a):
    # a comment before

    """One line.

    Indented:

        code

    """
    return a


def one_line(): "Words."


def raw():
    r"""A \d."""


def joined():
    "two " "parts"


def two_strings():
    """First."""
    """Second."""


def undocumented():
    x = 1
    """Late."""


def blank():
    """   """


def formatted():
    f"""Not {text}."""


def bytes_are_none():
    b"none"


def in_branch():
    if a:
        """Nowhere."""


def assigned():
    x = """
    text

    """


class Documented:
    """A class."""

    limit = 1
    """The limit."""

    def method(self):
        pass

    async def other(self):
        """Other."""

        def inner():
            """Inner."""
