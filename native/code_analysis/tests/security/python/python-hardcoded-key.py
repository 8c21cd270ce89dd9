api_key = "a8f5f167f44f4964e6c998dee827110c"  # finding: python-hardcoded-key
settings = {"SECRET_KEY": "k3jh4kjh5345kjh345"}  # finding: python-hardcoded-key python-hardcoded-password
client = Client(access_key="AbCd1234EfGh5678")  # finding: python-hardcoded-key
api_key = os.environ["KEY"]  # fine
api_key = "your_key_1234567"  # fine
api_key = "the key of the map 12"  # fine
keyboard = "a8f5f167f44f4964"  # fine
