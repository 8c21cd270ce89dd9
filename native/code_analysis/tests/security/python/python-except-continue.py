for x in y:
    try:
        run(x)
    except Exception:  # finding: python-except-continue
        continue

for x in y:  # fine
    try:
        run(x)
    except KeyError:
        continue

for x in y:  # fine
    try:
        run(x)
    except Exception:
        break
