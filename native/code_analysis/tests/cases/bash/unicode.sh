# Grüße 😀 世界
grüß_gott() {
  echo "😀 世界" {😀..😀} {1..世} {é
  cat <<ENDE
😀
ENDE
}

größe=1
空() { [ -n "$größe" ] && echo {􏿿; }
