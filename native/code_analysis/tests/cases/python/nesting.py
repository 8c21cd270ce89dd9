# Each function is named after its hand-counted nesting depth.


def zero(a):
    with a:
        try:
            pass
        finally:
            return [b for b in a if b]


def one_else(a):
    if a:
        pass
    elif not a:
        pass
    else:
        pass


def one_handler(a):
    try:
        pass
    except ValueError:
        pass
    else:
        pass


def one_ternary(a):
    while 1 if a else 2:
        with a:
            pass


def two_ternary(a):
    for b in a:
        c = 1 if b else 2
    else:
        pass


def two_match(a):
    match a:
        case 1:
            if a:
                pass


def two_inner(a):
    def one_inner():
        if a:
            pass

    return one_inner()


def one_wrapper(a):
    def one_inner():
        if a:
            pass

    return one_inner


def one_class():
    class Local:
        def one_method(self):
            if self:
                pass


if ready:
    for a in b:
        while a:
            pass
