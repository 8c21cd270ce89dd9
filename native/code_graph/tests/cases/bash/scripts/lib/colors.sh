red=1
