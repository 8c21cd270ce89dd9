try:
    run()
except Exception:  # finding: python-except-pass
    pass

try:
    run()
except:  # finding: python-except-pass
    pass

try:  # fine
    run()
except KeyError:
    pass

try:  # fine
    run()
except Exception:
    log()
