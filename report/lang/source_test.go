package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[a-z0-9_]+\}`)

// TestTexts reads the source of the whole tree: every text is written out in both languages with the same
// placeholders, and where values are put in on the spot, each placeholder gets one.
func TestTexts(t *testing.T) {
	set := token.NewFileSet()
	texts := 0
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if isText(call) {
				texts++
				for _, complaint := range complaints(call) {
					t.Errorf("%s: %s", set.Position(call.Pos()), complaint)
				}
			}
			if names, given, ok := filled(call); ok {
				for _, name := range given {
					if !slices.Contains(names, name) {
						t.Errorf("%s: With gives %s, and the text has no such placeholder", set.Position(call.Pos()), name)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if texts < 10 {
		t.Errorf("only %d texts found: does this test still see lang.T?", texts)
	}
}

func TestComplaints(t *testing.T) {
	for source, want := range map[string]int{
		`lang.T("port {port}", "端口 {port}")`:        0,
		`lang.T("a "+"b {x}", "{x} 乙")`:             0,
		`lang.T("port {port}", "端口 {host}")`:        1,
		`lang.T("port {port} {port}", "端口 {port}")`: 0,
		`lang.T("", "端口")`:                          1,
		`lang.T("port", " ")`:                       1,
		`lang.T("port", "port")`:                    1,
		`lang.T("SSL/TLS", "SSL/TLS")`:              0,
		`lang.T("“{words}”", "“{words}”")`:          0,
		`lang.T(" ", "")`:                           0,
		`lang.T(name, "端口")`:                        1,
	} {
		e, err := parser.ParseExpr(source)
		if err != nil {
			t.Fatal(err)
		}
		call := e.(*ast.CallExpr)
		if !isText(call) {
			t.Errorf("%s is not seen", source)
		}
		if got := complaints(call); len(got) != want {
			t.Errorf("%s: %v", source, got)
		}
	}
}

func isText(call *ast.CallExpr) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "T" || len(call.Args) != 2 {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "lang"
}

// complaints are what is wrong with one call of lang.T.
func complaints(call *ast.CallExpr) []string {
	en, ok1 := constant(call.Args[0])
	zh, ok2 := constant(call.Args[1])
	switch {
	case !ok1 || !ok2:
		return []string{"a text is written out on the spot; what is the same in both languages is lang.Same"}
	case (strings.TrimSpace(en) == "") != (strings.TrimSpace(zh) == ""): // both blank: a separator
		return []string{"one half is empty"}
	case en == zh && strings.ContainsAny(placeholder.ReplaceAllString(en, ""), "abcdefghijklmnopqrstuvwxyz"):
		return []string{"both halves are the same: a translation was forgotten, or lang.Same is meant"}
	case !slices.Equal(names(en), names(zh)):
		return []string{"placeholders differ: " + strings.Join(names(en), " ") + " / " + strings.Join(names(zh), " ")}
	}
	return nil
}

func names(s string) []string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// filled takes T(…).With(…).With(…) apart: the text's placeholders, and the names that the outermost With gives.
func filled(call *ast.CallExpr) (all, given []string, ok bool) {
	s, isSel := call.Fun.(*ast.SelectorExpr)
	if !isSel || s.Sel.Name != "With" {
		return nil, nil, false
	}
	for i := 0; i < len(call.Args); i += 2 {
		if name, isConst := constant(call.Args[i]); isConst {
			given = append(given, "{"+name+"}")
		}
	}
	for inner, isCall := s.X.(*ast.CallExpr); isCall; {
		if isText(inner) {
			en, _ := constant(inner.Args[0])
			return names(en), given, true
		}
		next, isWith := inner.Fun.(*ast.SelectorExpr)
		if !isWith || next.Sel.Name != "With" {
			break
		}
		inner, isCall = next.X.(*ast.CallExpr)
	}
	return nil, nil, false
}

// constant is the value of a string literal, or of several joined by +.
func constant(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			s, err := strconv.Unquote(x.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		a, ok1 := constant(x.X)
		b, ok2 := constant(x.Y)
		return a + b, ok1 && ok2 && x.Op == token.ADD
	case *ast.ParenExpr:
		return constant(x.X)
	}
	return "", false
}
