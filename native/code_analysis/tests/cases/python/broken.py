import os


class Whole:
    """Whole."""

    def fine(self, a):
        if a and a.b:
            return a


def unclosed(a, b:
    return (a

class Later(Base)
    def method(self):
        pass

async def last(a) ->:
    return a if a else

def fine_again(a):
    return a or 1
