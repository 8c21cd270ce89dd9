from one.api import x
import single
import odd
