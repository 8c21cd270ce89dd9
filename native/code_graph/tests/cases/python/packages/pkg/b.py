import pkg.absent
from pkg.absent import x
from .absent import y
from . import absent
from ....far import z
from .. import top


def lazy():
    if True:
        try:
            from .sub.deep import d
        except ImportError:
            import yaml
