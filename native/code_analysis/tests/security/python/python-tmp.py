open("/tmp/data", "w")  # finding: python-tmp
PATH = "/dev/shm/data"  # finding: python-tmp
open("/srv/tmp/data")  # fine
open("tmp/data")  # fine
print("see /tmp for it")  # fine
