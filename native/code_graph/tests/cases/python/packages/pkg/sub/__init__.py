from ..a import A
from .deep import d
from . import deep, name
