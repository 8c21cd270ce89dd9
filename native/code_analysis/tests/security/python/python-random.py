import random
from random import choice

random.random()  # finding: python-random
choice(words)  # finding: python-random
secrets.choice(words)  # fine
random.seed(1)  # fine
numpy.random.random()  # fine
