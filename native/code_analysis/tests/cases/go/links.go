package links

import "fmt"
import str "strings"

import (
	"net/http"
	. "math"
	_ "embed"

	v2 "example.com/mod/v2"
	`raw/path`
)

import "C"

const Answer = 42

const (
	First, second = iota, iota
	Third, Fourth
	_, _
)

var Default, hidden *Client

var (
	ErrGone  = errors.New("gone")
	Ärger    = 1
	lower, B int
)

type Public struct{}

type private struct{}

type Alias = Public

func Exported() {
	const Local = 1
	var Inner int
}

func unexported() {}

func (p Public) Method() {}
