import ssl

ssl._create_unverified_context()  # finding: python-unverified-context
context = ssl._create_unverified_context(purpose)  # finding: python-unverified-context
ssl.create_default_context()  # fine
own._create_unverified_context()  # fine
