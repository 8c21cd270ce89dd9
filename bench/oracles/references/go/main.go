// Go, on go/ast: cyclomatic complexity by gocyclo's rules, cognitive complexity by gocognit's but
// with else branches that nest. A function literal counts into the function around it; one that is
// the value of a package's variable is a function of its own for cyclomatic complexity.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	err := filepath.WalkDir(os.Args[1], func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".go") {
			measureFile(path)
		}
		return err
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measureFile(path string) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	row := func(name string, at ast.Node, metric string, value int) {
		fmt.Printf("%s\t%s\t%d\t%s\t%d\n", path, name, files.Position(at.Pos()).Line, metric, value)
	}
	functions, structs, interfaces, fileCyclomatic := 0, 0, 0, 1
	for _, declaration := range file.Decls {
		switch it := declaration.(type) {
		case *ast.FuncDecl:
			functions++
			fileCyclomatic += cyclomatic(it)
			row(it.Name.Name, it, "cyclomatic", cyclomatic(it))
			row(it.Name.Name, it, "parameters", parameters(it.Type))
			if it.Body != nil {
				flow := measureFlow(it.Body)
				row(it.Name.Name, it, "cognitive", flow.cognitive)
				row(it.Name.Name, it, "nesting", flow.deepest)
			}
		case *ast.GenDecl:
			for _, spec := range it.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok {
					for _, expression := range value.Values {
						if literal, ok := expression.(*ast.FuncLit); ok {
							fileCyclomatic += cyclomatic(literal)
							row(value.Names[0].Name, literal, "cyclomatic", cyclomatic(literal))
						}
					}
				}
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if it, ok := node.(*ast.TypeSpec); ok {
			switch it.Type.(type) {
			case *ast.StructType:
				structs++
			case *ast.InterfaceType:
				interfaces++
			}
		}
		return true
	})
	row("-", file, "functions", functions)
	row("-", file, "structs", structs)
	row("-", file, "interfaces", interfaces)
	row("-", file, "file_cyclomatic", fileCyclomatic)
}

func cyclomatic(function ast.Node) int {
	complexity := 1
	ast.Inspect(function, func(node ast.Node) bool {
		switch it := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			complexity++
		case *ast.CaseClause:
			if it.List != nil {
				complexity++
			}
		case *ast.CommClause:
			if it.Comm != nil {
				complexity++
			}
		case *ast.BinaryExpr:
			if isBoolean(it.Op) {
				complexity++
			}
		}
		return true
	})
	return complexity
}

func parameters(function *ast.FuncType) int {
	count := 0
	for _, field := range function.Params.List {
		if len(field.Names) == 0 {
			count++
		}
		count += len(field.Names)
	}
	return count
}

func isBoolean(operator token.Token) bool { return operator == token.LAND || operator == token.LOR }

// flow's depth counts control blocks, its level function literals too.
type flow struct{ cognitive, level, depth, deepest int }

func measureFlow(body ast.Node) *flow {
	it := &flow{}
	it.visit(body)
	return it
}

func (f *flow) visit(node ast.Node) {
	switch it := node.(type) {
	case *ast.IfStmt:
		f.structure()
		f.branches(it)
	case *ast.ForStmt:
		f.structure()
		f.visitAll(it.Init, it.Cond, it.Post)
		f.inside(it.Body)
	case *ast.RangeStmt:
		f.structure()
		f.visitAll(it.Key, it.Value, it.X)
		f.inside(it.Body)
	case *ast.SwitchStmt:
		f.structure()
		f.visitAll(it.Init, it.Tag)
		f.inside(it.Body)
	case *ast.TypeSwitchStmt:
		f.structure()
		f.visitAll(it.Init, it.Assign)
		f.inside(it.Body)
	case *ast.SelectStmt:
		f.structure()
		f.inside(it.Body)
	case *ast.FuncLit:
		f.level++
		f.visit(it.Body)
		f.level--
	case *ast.BranchStmt:
		if it.Label != nil {
			f.cognitive++
		}
	case *ast.BinaryExpr:
		if isBoolean(it.Op) {
			f.boolean(it, token.ILLEGAL)
		} else {
			f.children(it)
		}
	case nil:
	default:
		f.children(node)
	}
}

func (f *flow) structure() {
	f.cognitive += 1 + f.level
	if f.depth+1 > f.deepest {
		f.deepest = f.depth + 1
	}
}

func (f *flow) branches(it *ast.IfStmt) {
	f.visitAll(it.Init, it.Cond)
	f.inside(it.Body)
	if it.Else == nil {
		return
	}
	f.cognitive++
	if chained, ok := it.Else.(*ast.IfStmt); ok {
		f.branches(chained)
	} else {
		f.inside(it.Else)
	}
}

func (f *flow) inside(node ast.Node) {
	f.level++
	f.depth++
	f.visit(node)
	f.level--
	f.depth--
}

// boolean takes the operator to the left in the same expression, and returns the last one.
func (f *flow) boolean(expression ast.Expr, before token.Token) token.Token {
	switch it := expression.(type) {
	case *ast.ParenExpr:
		return f.boolean(it.X, before)
	case *ast.BinaryExpr:
		if isBoolean(it.Op) {
			if f.boolean(it.X, before) != it.Op {
				f.cognitive++
			}
			return f.boolean(it.Y, it.Op)
		}
	}
	f.visit(expression)
	return before
}

func (f *flow) visitAll(nodes ...ast.Node) {
	for _, node := range nodes {
		f.visit(node)
	}
}

func (f *flow) children(parent ast.Node) {
	ast.Inspect(parent, func(node ast.Node) bool {
		if node == parent {
			return true
		}
		f.visit(node)
		return false
	})
}
