"""TODO in a docstring begins its first line."""
# HACK: around


def handlers(path):
    try:
        return open(path)
    except OSError:
        pass
    try:
        return open(path)
    except OSError:
        # A comment is no reason that a machine could read.
        ...
    try:
        return open(path)
    except OSError:
        return None
    except ValueError as error:
        raise error


def five(a, b, c, d, e):
    return a


def six(a, b, c, d, e, f):
    return a


def exits(a):
    if a == 0:
        return 0
    if a == 1:
        return 1
    if a == 2:
        return 2
    if a == 3:
        return 3
    if a == 4:
        return 4
    if a == 5:
        return 5
    if a == 6:
        return 6


def too_long(x):
    x += 0
    x += 1
    x += 2
    x += 3
    x += 4
    x += 5
    x += 6
    x += 7
    x += 8
    x += 9
    x += 10
    x += 11
    x += 12
    x += 13
    x += 14
    x += 15
    x += 16
    x += 17
    x += 18
    x += 19
    x += 20
    x += 21
    x += 22
    x += 23
    x += 24
    x += 25
    x += 26
    x += 27
    x += 28
    x += 29
    x += 30
    x += 31
    x += 32
    x += 33
    x += 34
    x += 35
    x += 36
    x += 37
    x += 38
    x += 39
    x += 40
    x += 41
    x += 42
    x += 43
    x += 44
    x += 45
    x += 46
    x += 47
    x += 48
    x += 49


class Many:
    def m0(self):
        return 0

    def m1(self):
        return 1

    def m2(self):
        return 2

    def m3(self):
        return 3

    def m4(self):
        return 4

    def m5(self):
        return 5

    def m6(self):
        return 6

    def m7(self):
        return 7

    def m8(self):
        return 8

    def m9(self):
        return 9

    def m10(self):
        return 10

    def m11(self):
        return 11

    def m12(self):
        return 12

    def m13(self):
        return 13

    def m14(self):
        return 14

    def m15(self):
        return 15

    def m16(self):
        return 16

    def m17(self):
        return 17

    def m18(self):
        return 18

    def m19(self):
        return 19

    def m20(self):
        return 20



class Enough:
    def m0(self):
        return 0

    def m1(self):
        return 1

    def m2(self):
        return 2

    def m3(self):
        return 3

    def m4(self):
        return 4

    def m5(self):
        return 5

    def m6(self):
        return 6

    def m7(self):
        return 7

    def m8(self):
        return 8

    def m9(self):
        return 9

    def m10(self):
        return 10

    def m11(self):
        return 11

    def m12(self):
        return 12

    def m13(self):
        return 13

    def m14(self):
        return 14

    def m15(self):
        return 15

    def m16(self):
        return 16

    def m17(self):
        return 17

    def m18(self):
        return 18

    def m19(self):
        return 19


    def __private(self):
        return 0


class Heavy:
    def heavy(self, x):
        x = x or 0
        x = x or 1
        x = x or 2
        x = x or 3
        x = x or 4
        x = x or 5
        x = x or 6
        x = x or 7
        x = x or 8
        x = x or 9
        x = x or 10
        x = x or 11
        x = x or 12
        x = x or 13
        x = x or 14
        x = x or 15
        x = x or 16
        x = x or 17
        x = x or 18
        x = x or 19
        x = x or 20
        x = x or 21
        x = x or 22
        x = x or 23
        x = x or 24
        x = x or 25
        x = x or 26
        x = x or 27
        x = x or 28
        x = x or 29
        x = x or 30
        x = x or 31
        x = x or 32
        x = x or 33
        x = x or 34
        x = x or 35
        x = x or 36
        x = x or 37
        x = x or 38
        x = x or 39
        x = x or 40
        x = x or 41
        x = x or 42
        x = x or 43
        x = x or 44
        x = x or 45
        x = x or 46
        return x
