good() {
  if a && b; then
    c
  fi
}

no_body() while read -r x; do echo "$x"; done

function lost {
  if a; then
}

also_lost () {
  case x in
}

echo 'no_function() {'
