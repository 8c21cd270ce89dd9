#!/bin/bash
# Functions are named after their cyclomatic complexity.

f1() { echo "a && b" '||' a; }

if f1 && true || false; then
  echo "outside of functions nothing counts"
fi

f2_if() {
  if a; then
    b
  else
    c
  fi
}

f3_elif() {
  if a; then b; elif c; then d; else e; fi
}

f6_loops() {
  for a in b c; do d; done
  for ((i = 0; i < 3; i++)); do d; done
  while a; do b; done
  until a; do b; done
  select a in b c; do d; done
}

f4_case() {
  case $1 in
    a) b ;;
    c | d) e ;;
    "*") f ;;
    *) g ;;
  esac
}

f1_only_default() {
  case $1 in
    (*) a ;;
  esac
}

f3_default_with_more() {
  case $1 in
    (a) b ;&
    * | c) d ;;
  esac
}

f10_boolean() {
  a && b || c
  [[ -n $a && -z $b || $c == d ]]
  ((a && b || c))
  x=$((a && b))
  if ! a | b && c; then d; fi
}

f2_test_letters_do_not_count() {
  [ a -a b -o c ] || return 1
}

f3_heredoc() {
  cat <<EOF && a
  ${b:-$(c || d)} && not this
EOF
}

f3_substitution() {
  a="$(b && c)"
  d=`e || f`
  echo $((a ? b : c))
}

f2_outer() {
  f3_inner() {
    a || b && c
  }
  a && f3_inner
}
