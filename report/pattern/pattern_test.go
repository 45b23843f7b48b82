package pattern

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestAllCompile reads the source of every package that uses patterns: one that is wrong must not wait for a user.
func TestAllCompile(t *testing.T) {
	set := token.NewFileSet()
	found := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			s, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || s.Sel.Name != "New" {
				return true
			}
			if x, ok := s.X.(*ast.Ident); !ok || x.Name != "pattern" {
				return true
			}
			found++
			lit, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				return true // made of parts: its own package's tests use it
			}
			expr, err := strconv.Unquote(lit.Value)
			if err == nil {
				_, err = regexp.Compile(expr)
			}
			if err != nil {
				t.Errorf("%s: %v", set.Position(call.Pos()), err)
			}
			return true
		})
		return nil
	})
	if err != nil || found < 40 {
		t.Errorf("%d patterns: %v", found, err)
	}
}
