password = "hunter2"  # finding: python-hardcoded-password
login(password="hunter2")  # finding: python-hardcoded-password
def connect(user, passwd="hunter2"):  # finding: python-hardcoded-password
    return user

options["secret"] = "hunter2"  # finding: python-hardcoded-password
options = {"api_token": "hunter2"}  # finding: python-hardcoded-password
if user.password == "hunter2":  # finding: python-hardcoded-password
    allow()

password = ""  # fine
password = os.environ["PASSWORD"]  # fine
password = "<password>"  # fine
password = "${PASSWORD}"  # fine
token_type = "bearer"  # fine
passenger = "Ada"  # fine
password = f"{user}"  # fine
