from .a import A
from . import sub
