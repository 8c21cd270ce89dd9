// Reads what `go list -json` tells and prints which file uses what another one declares:
// from<TAB>to, or from alone.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

type listed struct {
	ImportPath, Name, Dir              string
	GoFiles, TestGoFiles, XTestGoFiles []string
}

// A group is the files of a package that see each other's names: its code, its tests, or the tests
// that are a package of their own.
type group struct {
	imported string
	part     string
}

type module struct {
	packages map[string]listed
	parsed   map[string]*ast.File
	declared map[group]map[string][]string
	edges    map[string]map[string]bool
}

func main() {
	m := module{
		packages: map[string]listed{},
		parsed:   map[string]*ast.File{},
		declared: map[group]map[string][]string{},
		edges:    map[string]map[string]bool{},
	}
	decoder := json.NewDecoder(os.Stdin)
	for {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		m.packages[one.ImportPath] = one
	}
	for path, one := range m.packages {
		m.parse(group{path, "code"}, one.Dir, one.GoFiles)
		m.parse(group{path, "tests"}, one.Dir, one.TestGoFiles)
		m.parse(group{path, "apart"}, one.Dir, one.XTestGoFiles)
	}
	for path, one := range m.packages {
		code, tests := group{path, "code"}, group{path, "tests"}
		m.follow(one, one.GoFiles, code)
		m.follow(one, one.TestGoFiles, code, tests)
		m.follow(one, one.XTestGoFiles, group{path, "apart"})
	}
	m.print(os.Args[1])
}

func (m module) parse(of group, directory string, names []string) {
	m.declared[of] = map[string][]string{}
	for _, name := range names {
		path := filepath.Join(directory, name)
		file, _ := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if file == nil {
			continue
		}
		m.parsed[path] = file
		m.edges[path] = map[string]bool{}
		for name := range file.Scope.Objects {
			m.declared[of][name] = append(m.declared[of][name], path)
		}
	}
}

func (m module) follow(of listed, names []string, visible ...group) {
	for _, name := range names {
		path := filepath.Join(of.Dir, name)
		file := m.parsed[path]
		if file == nil {
			continue
		}
		m.selectors(of, path, file)
		for _, name := range file.Unresolved {
			for _, group := range visible {
				m.add(path, m.declared[group][name.Name])
			}
		}
	}
}

func (m module) selectors(of listed, path string, file *ast.File) {
	local := m.imports(path, file)
	ast.Inspect(file, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		name, ok := selector.X.(*ast.Ident)
		if !ok || name.Obj != nil {
			return true
		}
		if imported, ok := local[name.Name]; ok {
			m.add(path, m.declared[group{imported, "code"}][selector.Sel.Name])
			if imported == of.ImportPath {
				m.add(path, m.declared[group{imported, "tests"}][selector.Sel.Name])
			}
		}
		return true
	})
}

// The packages of the module by the names that the file gives them.
func (m module) imports(path string, file *ast.File) map[string]string {
	local := map[string]string{}
	for _, spec := range file.Imports {
		imported := strings.Trim(spec.Path.Value, "\"`")
		target, ok := m.packages[imported]
		if !ok {
			continue
		}
		name := target.Name
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name != "_" && name != "." {
			local[name] = imported
			continue
		}
		for _, file := range target.GoFiles {
			m.add(path, []string{filepath.Join(target.Dir, file)})
		}
	}
	return local
}

func (m module) add(from string, to []string) {
	for _, path := range to {
		if path != from {
			m.edges[from][path] = true
		}
	}
}

func (m module) print(root string) {
	var lines []string
	for from, targets := range m.edges {
		from, _ := filepath.Rel(root, from)
		if len(targets) == 0 {
			lines = append(lines, from)
		}
		for to := range targets {
			to, _ := filepath.Rel(root, to)
			lines = append(lines, from+"\t"+to)
		}
	}
	sort.Strings(lines)
	fmt.Println(strings.Join(lines, "\n"))
}
