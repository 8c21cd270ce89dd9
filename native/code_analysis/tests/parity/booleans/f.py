def f(a, b, c):
    x = a and b and c
    y = a or (b and c)
    if x or y:
        one()
