package store

var Hidden = 1
