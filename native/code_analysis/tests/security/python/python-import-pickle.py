import pickle  # finding: python-import-pickle
from pickle import thing  # finding: python-import-pickle
import json  # fine
from own import json  # fine
