package store

func hidden() { _ = Hidden + limit }
