assert user.is_admin  # finding: python-assert
assert 1 == 1, "why"  # finding: python-assert
self.assertTrue(user)  # fine
check(user)  # fine
