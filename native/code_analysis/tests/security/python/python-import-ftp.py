import ftplib  # finding: python-import-ftp
from ftplib import thing  # finding: python-import-ftp
import ftp  # fine
from own import ftp  # fine
