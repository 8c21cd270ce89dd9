#!/bin/sh

# comment
  # indented comment
a # code with comment
: <<'EOF'
# heredoc, which is code

EOF
echo "
# string, which is code
"
echo \
  # comment

# documentation
# of two lines
f() {
  # comment
  :
} # code
