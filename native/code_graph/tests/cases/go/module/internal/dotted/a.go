package dotted
