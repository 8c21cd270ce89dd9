# Each function is named after its hand-counted cyclomatic complexity.


def one_plain(a):
    return a


def one_with_finally(a):
    with a as b, b.c:
        try:
            return b
        finally:
            a.close()


@when(a and b)
def one_decorator_and_parameters(a=1 if b else 2, *, c=[x for x in y]):
    pass


def one_nested_functions():
    def two(a):
        return a or None

    class Local:
        x = 1 if a else 2

        def three(self):
            return a or b or c

    return two


def one_lambda(a):
    return lambda x: x


def one_wildcard(a):
    match a:
        case _:
            return 1


def two_elseless_if(a):
    if a:
        return 1


def two_if_else(a):
    if a:
        return 1
    else:
        return 2


def two_ternary(a):
    return 1 if a else 2


def two_while(a):
    while a:
        break


def two_assert_counts_once(a):
    assert a and all(b or c for b in a), a or "nothing"


def two_except(a):
    try:
        return a()
    except ValueError:
        return None
    finally:
        a.close()


def two_lambda_body(a):
    return lambda x: x if a else None


async def three_loops(a):
    async for b in a:
        async with b:
            pass
    for c in a:
        pass


def three_elif(a):
    if a == 1:
        return 1
    elif a == 2:
        return 2
    else:
        return 3


def three_loop_else(a):
    for b in a:
        pass
    else:
        return None


def three_try_else(a):
    try:
        a()
    except ValueError:
        pass
    else:
        return None


def three_except_groups(a):
    try:
        a()
    except* ValueError:
        pass
    except* (TypeError, KeyError):
        pass


def three_comprehension(a):
    return [b for b in a if b > 1]


def four_comprehension(a):
    return {c: b for b in a for c in b if c}


def four_match(a):
    match a:
        case 1 | 2:
            return "few"
        case [x, y] if x > y:
            return "pair"
        case {"name": _}:
            return "named"
        case name:
            return name


def three_guarded_capture(a):
    match a:
        case x if x > 1:
            return x
        case None:
            return 0
        case _:
            return 1


def five_operators(a, b):
    return (a and b) or (not (a or b)) or c


def six_in_strings(a, b):
    return f"{a or b} {1 if a else 2:{b or 3}}" + f"{[c for c in a if c]}"
