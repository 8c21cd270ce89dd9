import sub
from sub import helper

__all__: list[str] = [
    "run",
    'Job',  # a class
    "helper",
] + sub.__all__
__all__ += ("LIMIT",)
__all__.extend(["_odd"])
__all__.append("missing")

LIMIT = 1


def run():
    pass


def hidden():
    pass


class Job:
    pass
