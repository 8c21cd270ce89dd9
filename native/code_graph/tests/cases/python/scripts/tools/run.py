import helper
import types
from lib import part
import lib.part
import common
