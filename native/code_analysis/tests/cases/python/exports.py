import os
from typing import overload

VERSION = "1"
_internal = 2
__version__ = "1"
first, (second, *rest) = third = 1, (2, 3)
typed: int = 1
declared: int
config.option = 1
table["key"] = 1
VERSION += "2"
type Pair[T] = tuple[T, T]
type(config).flag = 1


@overload
def public(a: int): ...
@overload
def public(a: str): ...
def public(a):
    local = 1


def _private():
    pass


class Color(Enum):
    RED = 1


try:
    import json
except ImportError:
    json = None

    def fallback():
        pass
else:
    with config:
        READY = True

for index in range(3):
    pass
