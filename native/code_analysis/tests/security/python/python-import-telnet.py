import telnetlib  # finding: python-import-telnet
from telnetlib import thing  # finding: python-import-telnet
import telnet  # fine
from own import telnet  # fine
