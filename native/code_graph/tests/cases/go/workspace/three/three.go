package three

var Three = 1
