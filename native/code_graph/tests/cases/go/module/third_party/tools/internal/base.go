package internal

type Base struct{}
