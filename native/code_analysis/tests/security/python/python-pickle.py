import pickle  # finding: python-import-pickle
import pandas as pd
from dill import loads  # finding: python-import-pickle

pickle.loads(data)  # finding: python-pickle
loads(data)  # finding: python-pickle
pd.read_pickle(path)  # finding: python-pickle
json.loads(data)  # fine
pickle.dumps(data)  # fine
shelve.close()  # fine
