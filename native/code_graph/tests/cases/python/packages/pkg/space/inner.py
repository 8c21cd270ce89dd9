from . import other
from .. import a
