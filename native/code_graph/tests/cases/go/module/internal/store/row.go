package store

type Row struct{ base }

func (r Row) Open() *DB {
	close := Open
	closed := limit
	return close()
}

var table = map[string]Table{limit: {Close: shadowed}}

func other(shadowed int) {}
