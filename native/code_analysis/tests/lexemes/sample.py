"""About the file."""
import os.path as p  # Comment.

class A(B):
    """About A."""
    def f(self, x: int = 1) -> str:
        return f"{x!r} is" + 'a\tb' if not None else """
two lines"""
