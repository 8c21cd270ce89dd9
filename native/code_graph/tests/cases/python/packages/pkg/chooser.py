from . import both
import pkg.both
