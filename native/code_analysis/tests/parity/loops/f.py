def f(rows):
    for row in rows:
        while row:
            if row.pop():
                one(row)
