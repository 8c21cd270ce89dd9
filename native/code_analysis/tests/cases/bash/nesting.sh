# Functions are named after their nesting depth.

n0() { a && b || (c; d); }

n1_elif() {
  if a; then b; elif c; then d; elif e; then f; else g; fi
}

n2_in_elif() {
  if a; then b; elif c; then
    while d; do e; done
  fi
}

n4() {
  for a in b; do
    until c; do
      case d in
        e) if f; then g; fi ;;
      esac
    done
  done
}

n1_outer() {
  if a; then
    n1_inner() {
      while b; do c; done
    }
  fi
}

if a; then if b; then if c; then if d; then if e; then f; fi; fi; fi; fi; fi
