def f(a, b, c):
    if a:
        if b:
            one()
        else:
            two()
    else:
        zero()
    if not c:
        three()
