package store

type Table struct{}
