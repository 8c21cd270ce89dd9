from .. import a, b
from ..space import inner
from ..space.inner import i
from pkg.space import inner, outer
