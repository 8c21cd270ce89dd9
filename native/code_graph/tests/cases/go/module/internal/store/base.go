package store

type base struct{}

const limit = "limit"

func shadowed() {}

func Close() { hidden() }
