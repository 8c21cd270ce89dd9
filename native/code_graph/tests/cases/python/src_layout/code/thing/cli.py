from thing import core
import helper
