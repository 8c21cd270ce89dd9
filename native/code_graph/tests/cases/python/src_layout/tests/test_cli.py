import thing.cli
from other import x
import conftest
from tests.data import cases
import pytest
