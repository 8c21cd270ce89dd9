import subprocess  # finding: python-import-subprocess
from subprocess import thing  # finding: python-import-subprocess
import process  # fine
from own import process  # fine
