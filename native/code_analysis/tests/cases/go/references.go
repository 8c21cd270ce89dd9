package references

import (
	"context"
	"net/http"
	str "strings"

	"example.com/go-tools/yaml.v3"
	"example.com/mod/v2"
	"example.com/odd_name"
)

type Handler struct {
	http.Handler
	inner map[str.Builder]*mod.Thing
}

func (h *Handler) Serve(ctx context.Context, r *http.Request) http.Handler {
	h.Handler.ServeHTTP(nil, r)
	r.Header.Get(str.ToUpper("a"))
	yaml.Unmarshal(nil, mod.
		Broken)
	odd_name.Run[yaml.Node]()
	return http.HandlerFunc(func() { t.Fatal(str.lower) })
}

const (
	limit = 1
	Limit = other
)

var counted, Shared = start(), map[key]string{First: second}

type local[T constraint] struct {
	field typeOfField
	embedded
}

func generic[V any](values ...V) (result local[V], err error) {
	for i, each := range values {
		use(i, each, Config{Field: value, "x": 1})
	}
	switch kind := any(err).(type) {
	case nil, *failure:
		report(kind)
	}
	select {
	case got, ok := <-channel:
		_, _ = got, ok
	}
	const inner = outer
	type hidden struct{ of elsewhere }
	if shadowed := shadowed(); shadowed != nil {
		counted = append(counted, inner, uint64(limit))
	}
	assigned = Table{[]int{index: 1}, [...]point{{x: y}}}
label:
	goto label
}
