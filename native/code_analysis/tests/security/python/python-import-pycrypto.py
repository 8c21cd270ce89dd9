import Crypto  # finding: python-import-pycrypto
from Crypto import thing  # finding: python-import-pycrypto
import Cryptodome  # fine
from own import Cryptodome  # fine
