def f(a: int, b="x") -> str:
    """Neither operators nor operands."""
    # nor is a comment
    if a not in (1, 2.5) and b is not None:
        return f"{a}{b}"
    return a[0] ** -b + await g(*a, k=lambda: ~a)


async def h():
    global n
    match a:
        case _ | Point(x=0):
            yield a, ...
    print("x", 'x', True, False)
    with a as n:
        raise E from n
