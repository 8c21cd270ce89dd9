"""Each function is named after its hand-counted cognitive complexity, then after the rule."""

if ready:  # +1
    pass
elif late:  # +1
    pass
else:  # +1
    pass


def n0_nothing():
    return 1


def n3_if_elif_else(a):
    if a == 1:  # +1
        pass
    elif a == 2:  # +1
        pass
    else:  # +1
        pass


def n4_else_nests(a, b):
    if a:  # +1
        pass
    else:  # +1
        if b:  # +2
            pass


def n4_inner_else(a, b):
    if a:  # +1
        if b:  # +2
            pass
        else:  # +1
            pass


def n6_three_deep(a, b, c):
    if a:  # +1
        if b:  # +2
            if c:  # +3
                pass


def n4_elif_nests(a, b):
    if a:  # +1
        pass
    elif b:  # +1
        if a:  # +2
            pass


def n4_while(a):
    while a:  # +1
        if a:  # +2
            break
        else:  # +1
            continue


def n4_while_else(a):
    while a:  # +1
        pass
    else:  # +1
        if a:  # +2
            pass


def n4_for(a):
    for b in a:  # +1
        if b:  # +2
            pass
        else:  # +1
            pass


def n4_for_else(a):
    for b in a:  # +1
        pass
    else:  # +1
        if a:  # +2
            pass


def n11_handlers(a):
    try:
        if a:  # +1
            pass
    except ValueError:  # +1
        if a:  # +2
            pass
    except (KeyError, TypeError):  # +1
        if a:  # +2
            pass
    except:  # +1
        if a:  # +2
            pass
    finally:
        if a:  # +1
            pass


def n2_try_and_finally_are_free(a):
    try:
        if a:  # +1
            pass
    finally:
        if a:  # +1
            pass


def n4_try_else(a):
    try:
        pass
    except ValueError:  # +1
        pass
    else:  # +1
        if a:  # +2
            pass


def n6_early_ways_out(a):
    if a:  # +1
        return
    elif a is None:  # +1
        return 1
    while a:  # +1
        if a == 1:  # +2
            break
        elif a == 2:  # +1
            continue


def n2_recursion_is_free(a):
    if a:  # +1
        return 1
    else:  # +1
        return n2_recursion_is_free(a)


def n3_inner_function_nests(a):
    if a:  # +1
        pass

    def n1_inner():
        if a:  # +2
            pass


def n1_decorator(function):
    @wraps(function)
    def n1_wrapper():
        if ready:  # +1, not nested
            pass

    # nothing but the definition and
    return n1_wrapper


def n3_more_than_a_decorator(function):
    def n1_wrapper():
        if ready:  # +2
            pass

    return n1_wrapper if ready else None  # +1


def n4_definitions_in_branches(a):
    if a:  # +1
        def n1_inner():
            if a:  # +3
                pass


def n7_runs(a, b, c, d):
    call(a and b and c and d)  # +1
    call(a or b or c or d)  # +1
    call(a and b or c or d)  # +2
    call(a and b or c and d)  # +3


def n7_parentheses(a, b, c):
    call(a and (b and c))  # +1
    call(a and (b or c) and a)  # +3
    call(a and call(b and c) and not (a and b))  # +1 +1 +1


class Class:
    def n1_method(self):
        if self:  # +1

            class Local:
                pass


def n1_ternary(a):
    return 1 if a else 2


def n3_ternary_in_else(a, b):
    return 1 if a else (2 if b else 3)


def n3_ternary_in_then(a, b):
    return (1 if a else 2) if b else 3


def n0_inner_function():
    def n0_inner():
        call()

    call()
    return n0_inner


def n4_class_resets(a):
    def n1_inner(b):
        return 1 if b else 2  # +2

    class Local:
        def n1_method(self, b):
            return 1 if b else 2  # +1

    return 1 if a else 2  # +1


def n4_match(a):
    match a:  # +1
        case 1 if a and a:  # +1
            if a:  # +2
                pass
        case _:
            pass


def n1_comprehensions_and_lambdas_are_free(a):
    return [lambda: (1 if b else 2) for b in a if b]  # +1


def n3_with_is_free(a):
    with a:
        for b in a:  # +1
            with b:
                if b:  # +2
                    pass


@when(a and b)  # +1
def n2_decorators_and_defaults(c=a or b):  # +1
    assert c
