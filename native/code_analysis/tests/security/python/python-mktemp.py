import tempfile
from tempfile import mktemp

tempfile.mktemp()  # finding: python-mktemp
mktemp(".txt")  # finding: python-mktemp
tempfile.mkstemp()  # fine
self.mktemp()  # fine
