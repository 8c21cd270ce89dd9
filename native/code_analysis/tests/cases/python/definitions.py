import enum
from typing import Generic, Protocol, TypeVar


class Plain:
    limit: int = 1

    def method(self, a, /, b=1, *args, c: int = 2, **options) -> int:
        return a

    @property
    def value(self): return 1

    @value.setter
    def value(self, value):
        pass

    @staticmethod
    async def fetch(*, url): ...

    def __init__(self):
        pass

    def _internal(self):
        pass

    def __hidden(self):
        pass

    class Inner(Plain, metaclass=Meta):
        def deep(self):
            def local():
                class Local:
                    def method(self):
                        pass


@dataclass(frozen=True)
@total_ordering
class Point[T](
    Generic[T],  # a comment
):
    x: T


class Color(str, enum.Enum):
    RED = "red"

    def paint(self):
        pass


class Mode(IntFlag):
    A = 1


class Drawable(Protocol[T]):
    def draw(self) -> None: ...


class Base(ABC):
    @abstractmethod
    def run(self):
        raise NotImplementedError


class _Private(Enumerable): pass


if sys.version_info > (3,):
    def chosen(a, (b, c)=d):
        pass


def generic[T: int](a: T) -> list[T]:
    square = lambda x: x * x
    return square(a)
