# comment
x = 1  # code

"""
Text that nothing reads.

# not a comment
"""
y = """
not a # comment

"""  # code

"bare" ; z = 1
f"{x}"
def f(): "docstring on a line of code"
	# tab

(
    # inside
    x,
)
x = 1 \
    + 2
