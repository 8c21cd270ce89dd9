package sub

var Sub = 1
