from __future__ import annotations
from __future__ import (division, print_function as p)

import os
import os.path, sys as system
import a . b

from . import sibling
from .. import parent as p
from .mod import (
    one,
    two as second,  # a comment
)
from ...far.away import *
from package.module import name

if TYPE_CHECKING:
    from typing import Any


def lazy():
    import json
    try:
        from yaml import safe_load
    except ImportError:
        safe_load = None
