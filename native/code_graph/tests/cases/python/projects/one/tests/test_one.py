import single
import app
import one
