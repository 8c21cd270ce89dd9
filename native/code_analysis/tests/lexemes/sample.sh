#!/bin/sh
f() { # c
  x="a b"; echo "$x/c d" 'e f' -n | grep y
}
