import json
from pkg import json as own
from .json import x
