package another

var Value = 1
