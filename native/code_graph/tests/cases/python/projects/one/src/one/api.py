import two.api
from two import missing
import shared
import twice
import tool
