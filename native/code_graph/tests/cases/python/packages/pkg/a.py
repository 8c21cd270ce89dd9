from __future__ import annotations
import os.path
import pkg
import pkg.sub.deep as deep
from pkg import sub, missing_is_an_attribute
from pkg.sub import *
from pkg.sub import deep, name
from requests.adapters import HTTPAdapter

A = 1
