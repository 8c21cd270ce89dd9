package main

import (
	"fmt"
)

func main() {

	db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", name))  // finding: go-sql
	query := "DELETE FROM users WHERE id = " + id  // finding: go-sql
	db.Query("SELECT * FROM users WHERE name = ?", name)  // fine
	fmt.Sprintf("SELECT * FROM users LIMIT %d", n)  // fine
	text := "select " + name  // fine
}  // fine
