import pyghmi  # finding: python-import-ipmi
from pyghmi import thing  # finding: python-import-ipmi
import ghmi  # fine
from own import ghmi  # fine
