package main

import (
	"example.com/app/internal/store"
	"example.com/app/internal/unnamed"
)

type holder struct {
	store.Row
	table map[string]*store.Table
}

func quiet(store localThing) { store.Missing() }

var _ = another.Value
