from lib import more
import helper
