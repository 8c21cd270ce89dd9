import xmlrpc  # finding: python-import-xmlrpc
from xmlrpc import thing  # finding: python-import-xmlrpc
import rpc  # fine
from own import rpc  # fine
