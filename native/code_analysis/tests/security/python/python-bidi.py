level = "user‮ ⁦// admin⁩ ⁦"  # finding: python-bidi
# check ‮ nimda  # finding: python-bidi
level = "user"  # fine
# check admin  # fine
