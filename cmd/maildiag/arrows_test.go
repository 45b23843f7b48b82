package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows are the imports that must never be there, each with its reason. A name that ends in "/..." stands for
// everything below it, too. Direct: the import itself is forbidden; else so is any way to it through this module.
var arrows = []struct {
	from, to string
	except   []string
	direct   bool
	reason   string
}{
	{from: "maildiag/probe/...", to: "maildiag/report/...", reason: "measuring knows no meaning"},
	{from: "maildiag/probe/...", to: "maildiag/cmd/...", reason: "nobody imports cmd"},
	{from: "maildiag/report/...", to: "maildiag/cmd/...", reason: "nobody imports cmd"},
	{from: "maildiag/report/...", to: "maildiag/probe/...", except: []string{"maildiag/probe/fact"},
		reason: "what is judged three weeks later on another computer needs nothing but the file"},
	{from: "maildiag/report/...", to: "net", direct: true, reason: "judging touches no network"},
	{from: "maildiag/report/...", to: "net/http", direct: true, reason: "judging touches no network"},
	{from: "maildiag/report/...", to: "crypto/tls", direct: true, reason: "judging touches no network"},
	{from: "maildiag/report/...", to: "os/exec", direct: true, reason: "judging starts no program"},
	{from: "maildiag/report/cause", to: "os", direct: true, reason: "environment and files are facts of the run, or nothing"},
	{from: "maildiag/report/cause", to: "runtime", direct: true, reason: "the operating system is a fact of the run: the report may be read on another"},
	{from: "maildiag/report/cause", to: "maildiag/report/render", reason: "a cause does not know how it is shown"},
	{from: "maildiag/report/render", to: "maildiag/report/cause", direct: true, reason: "a renderer places words; it never looks at a cause"},
	{from: "maildiag/report/lang", to: "maildiag/...", reason: "a leaf: texts stand beside what they speak of"},
	{from: "maildiag/probe/fact", to: "maildiag/...", reason: "a leaf: everybody speaks this vocabulary"},
	{from: "maildiag/probe/fact", to: "net", direct: true, reason: "a leaf: no I/O"},
	{from: "maildiag/probe/fact", to: "os", direct: true, reason: "a leaf: no I/O"},
	{from: "maildiag/probe", to: "maildiag/probe/lab/...", reason: "the lab is for demo and tests: measuring must not know a fake world"},
	{from: "maildiag/probe/provider", to: "maildiag/...", except: []string{"maildiag/probe/fact"}, reason: "a table, and a leaf"},
	{from: "maildiag/probe/provider", to: "net/http", direct: true, reason: "a table asks nobody"},
	{from: "maildiag/probe/web", to: "maildiag/...", reason: "a leaf: one page, whoever wants it"},
	{from: "maildiag/probe/discover", to: "maildiag/probe", direct: true, reason: "discovery asks through the doors that it is given"},
	{from: "maildiag/probe/client", to: "net", direct: true, reason: "what mail programs are set to is read from this PC alone"},
	{from: "maildiag/probe/host", to: "maildiag/probe/lab/...", reason: "the lab is for demo and tests"},
	{from: "maildiag/probe/host", to: "maildiag/probe", direct: true, reason: "what this PC says is read for probe, not by its rules"},
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
	Deps       []string
	GoFiles    []string
	Standard   bool
	Module     *struct{ Path, Version, Dir string }
}

// goList asks about packages as they are built for one operating system, tests left out.
func goList(t *testing.T, goos string, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Imports,Deps,GoFiles,Standard,Module"}, args...)...)
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Dir = filepath.Join("..", "..")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, stderr.String())
	}
	var list []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// within says whether a package is what the pattern names.
func within(pkg, pattern string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pkg == pattern
}

func TestArrows(t *testing.T) {
	for _, goos := range []string{"linux", "windows", "darwin"} {
		t.Run(goos, func(t *testing.T) {
			packages := goList(t, goos, "./...")
			for _, a := range arrows {
				used := false
				for _, p := range packages {
					if !within(p.ImportPath, a.from) {
						continue
					}
					used = true
					reached := p.Deps
					if a.direct {
						reached = p.Imports
					}
					for _, to := range reached {
						if within(to, a.to) && to != p.ImportPath && !slices.Contains(a.except, to) {
							t.Errorf("%s imports %s: %s", p.ImportPath, to, a.reason)
						}
					}
				}
				if !used {
					t.Errorf("the row %s → %s speaks of no package", a.from, a.to)
				}
			}
		})
	}
}

// TestArrowsWithinTheLab: the lab is imported by cmd and by itself, and cmd by nobody.
func TestArrowsWithinTheLab(t *testing.T) {
	for _, p := range goList(t, "linux", "./...") {
		for _, to := range p.Imports {
			if within(to, "maildiag/probe/lab/...") && !within(p.ImportPath, "maildiag/probe/lab/...") && !within(p.ImportPath, "maildiag/cmd/...") {
				t.Errorf("%s imports %s: the lab is for demo and tests", p.ImportPath, to)
			}
		}
	}
}

// TestCausesSeeNoClock: a report that is judged again later must get the same verdict.
func TestCausesSeeNoClock(t *testing.T) {
	eachFile(t, "report", func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Local"}, s.Sel.Name) {
					t.Errorf("%s: time.%s: the clock is a fact of the run", set.Position(n.Pos()), s.Sel.Name)
				}
			}
			return true
		})
	})
}

// TestPackageVariablesAreConstant: no package variable is written after start-up, so that runs can stand side by side.
func TestPackageVariablesAreConstant(t *testing.T) {
	for _, top := range []string{"cmd", "probe", "report"} {
		byDir := map[string][]*ast.File{}
		var fset *token.FileSet
		eachFile(t, top, func(set *token.FileSet, file *ast.File) {
			fset = set
			dir := filepath.Dir(set.Position(file.Pos()).Filename)
			byDir[dir] = append(byDir[dir], file)
		})
		for _, files := range byDir {
			vars, startUp := packageVars(files), startUp(files)
			for _, file := range files {
				for _, decl := range file.Decls {
					if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil && !(fn.Recv == nil && startUp[fn.Name.Name]) {
						writes(fn.Body, vars, func(id *ast.Ident) {
							t.Errorf("%s: the package variable %s is written", fset.Position(id.Pos()), id.Name)
						})
					}
				}
			}
		}
	}
}

func TestWritesAreSeen(t *testing.T) {
	const source = `package p
var a, b = map[string]int{}, struct{ n int }{}
var c int
func f() { a["x"] = 1; b.n++; c = 2; (c)++ }
func g(c int) { c = 1; a := 1; a = 2; _ = a; x := b; x.n = 1; i() }
var d = h() + i()
func h() int { return 1 }
func i() int { return 1 }
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	writes(file, packageVars([]*ast.File{file}), func(id *ast.Ident) { got = append(got, id.Name) })
	if want := []string{"a", "b", "c", "c"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if ready := startUp([]*ast.File{file}); !ready["h"] || ready["f"] || ready["i"] {
		t.Errorf("start-up functions: %v", ready)
	}
}

// packageVars are the names of a package's variables and the specs that declare them.
func packageVars(files []*ast.File) map[string]*ast.ValueSpec {
	vars := map[string]*ast.ValueSpec{}
	for _, file := range files {
		for _, decl := range file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if name.Name != "_" {
						vars[name.Name] = spec.(*ast.ValueSpec)
					}
				}
			}
		}
	}
	return vars
}

// startUp are the functions of a package that run while it is made ready, and never after: init, and those that only
// the initialisers of its variables name.
func startUp(files []*ast.File) map[string]bool {
	only := map[string]bool{"init": true}
	for _, file := range files {
		for _, decl := range file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.VAR {
				eachName(g, func(name string) { only[name] = true })
			}
		}
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				eachName(fn.Body, func(name string) { delete(only, name) })
			}
		}
	}
	return only
}

func eachName(n ast.Node, do func(string)) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			do(id.Name)
		}
		return true
	})
}

// writes calls found for each assignment to a package variable, or to something inside one.
func writes(body ast.Node, vars map[string]*ast.ValueSpec, found func(*ast.Ident)) {
	target := func(e ast.Expr) {
		for {
			switch x := e.(type) {
			case *ast.IndexExpr:
				e = x.X
				continue
			case *ast.SelectorExpr:
				e = x.X
				continue
			case *ast.ParenExpr:
				e = x.X
				continue
			case *ast.Ident:
				spec := vars[x.Name]
				// The parser resolves names within a file: a local variable of the same name has another declaration.
				if spec != nil && (x.Obj == nil || x.Obj.Decl == spec) {
					found(x)
				}
			}
			return
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				for _, e := range s.Lhs {
					target(e)
				}
			}
		case *ast.IncDecStmt:
			target(s.X)
		}
		return true
	})
}

// eachFile parses the Go files below a top-level folder, tests left out.
func eachFile(t *testing.T, top string, do func(*token.FileSet, *ast.File)) {
	t.Helper()
	set := token.NewFileSet()
	count := 0
	err := filepath.WalkDir(filepath.Join("..", "..", top), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err == nil {
			count++
			do(set, file)
		}
		return err
	})
	if err != nil || count == 0 {
		t.Fatalf("%d files below %s: %v", count, top, err)
	}
}
