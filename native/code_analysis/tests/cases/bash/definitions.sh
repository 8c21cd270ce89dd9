#!/usr/bin/env bash
# This file.

# Says hello.
#   Indented.
#
# Returns 1 at night.
hello() {
  local name=$1
}

function with_keyword {
  :
}

########################
## Framed.
########################
function with-both.signs:and_more ()
{
  :
}

# Too far away.

in_subshell() (
  :
)

x=1 # about x
after_trailing_comment() { :; }

# Has a test as its body.
# shellcheck disable=SC2034
is_empty() [[ -z $1 ]]

redirected() {
  cat
} <<'EOF' 2>/dev/null
not() { :; }
EOF

#
nothing_said() { :; }

outer() {
  # Inside.
  inner() {
    innermost() { :; }
  }
}

unless() { if a; then :; fi; }
if true; then
  # Either this.
  chosen() { :; }
else
  # Or that.
  chosen() { :; }
fi
one() { :; }; two() { :; }
