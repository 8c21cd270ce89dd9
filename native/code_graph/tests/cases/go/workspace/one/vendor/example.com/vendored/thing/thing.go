package thing

var Thing = 1
