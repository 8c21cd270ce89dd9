#!/bin/sh
if first; then
  second "$a b"
  third
elif fourth; then
  second "$a  b"
  third
elif fifth; then
  # the same as the first
  second "$a b"
  third
else
  third
fi

if first; then second; else second; fi

case $1 in
  a | b)
    first
    second
    ;;
  c)
    first
    second
    ;;
  d) ;;
  e) ;;
  *) third ;;
esac
