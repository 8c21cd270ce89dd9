package main

import (
	"fmt"
	"net/http"

	_ "github.com/lib/pq"
	"github.com/else/where/pkg"
	"example.com/deep/mod/v2/inner"

	"example.com/app/internal/store"
	al "example.com/app/internal/odd-dir"
	. "example.com/app/internal/dotted"
	_ "example.com/app/internal/blank"
	"example.com/app/missing"
	"example.com/tools/yaml.v3"
	"example.com/apparent"
	"C"
)

func main() {
	db := store.Open()
	db.Close()
	fmt.Println(al.Name, http.StatusOK, yaml.Node{}, inner.X, pkg.Y, missing.Z, apparent.A)
}
