# Structure counts, not only tokens.
if a:
    if b:
        first()
    second()
elif c:
    if b:
        first()
        second()
elif d:
    if b:
        first()

    second()  # the same as the first
else:
    pass

if a:
    first()
elif b:
    first()
else:
    first()

if a:
    first(f"{x} {y}")
else:
    first(f"{x}  {y}")

if a:
    first("x\n")
else:
    first("y\n")

if a:
    first(f"{x:.2f}")
else:
    first(f"{x:.3f}")

same = b if a else b
other = b if a else -b

# What a pattern takes is another thing in each case.
match a:
    case 1:
        first(x)
        second()
    case [x]:
        first(x)
        second()
    case Point(x=0):
        first(x)
        second()
    case Point(x=x):
        first(x)
        second()
    case colors.RED:
        first(x)
        second()
    case _:
        third()

match a:
    case 1:
        first()
    case 2 | 3:
        first()
