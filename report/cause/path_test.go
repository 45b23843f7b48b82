package cause

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// pathFile is a path written by hand: what was measured, and what it must be taken for.
//
//	want CODE | nothing      the first cause
//	says WORDS               what its summary or its evidence says in English
//	path IP:PORT METHOD WHY HOST
//	name ADDR NAME
//	TTL ADDR[!TYPE.CODE] | open | reset | nobody, then a time in ms a round, * for no answer
//	bulk usual|small ok|silent
//	size BYTES TYPE.CODE|*
type pathFile struct {
	want string
	says []string
	set  *fact.Set
}

func readPath(t *testing.T, name string) pathFile {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f := pathFile{set: &fact.Set{Run: fact.Run{Trace: true, Target: "imap.example.com:993"},
		PC: fact.PC{OS: "linux", Routes: &fact.Routes{Default4: true, Gateway4: "192.168.1.1"}}}}
	var p *fact.Path
	for n, line := range strings.Split(string(data), "\n") {
		words := strings.Fields(line)
		bad := func() { t.Helper(); t.Fatalf("%s:%d: %q", name, n+1, line) }
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "want":
			f.want = words[1]
		case words[0] == "says":
			f.says = append(f.says, strings.TrimPrefix(line, "says "))
		case words[0] == "path" && len(words) == 5:
			f.set.Paths = append(f.set.Paths, fact.Path{Target: words[1], Method: fact.PathMethod(words[2]), Why: fact.PathReason(words[3]), Host: words[4]})
			p = &f.set.Paths[len(f.set.Paths)-1]
		case p == nil:
			bad()
		case words[0] == "name" && len(words) == 3:
			p.Routers = append(p.Routers, fact.Router{Addr: words[1], Name: words[2]})
		case words[0] == "bulk" && len(words) == 3:
			readBulk(p, words[1] == "small", words[2] == "ok")
		case words[0] == "size" && len(words) == 3:
			readSize(p, words[1], words[2])
		default:
			if !readHop(p, words) {
				bad()
			}
		}
	}
	if f.want == "" || len(f.set.Paths) == 0 {
		t.Fatalf("%s: no want or no path", name)
	}
	return f
}

func readHop(p *fact.Path, words []string) bool {
	ttl, err := strconv.Atoi(words[0])
	if err != nil || len(words) < 3 {
		return false
	}
	proto := fact.Hop{TTL: ttl, Answer: fact.HopICMP, Type: 11}
	if p.Addr().Is6() {
		proto.Type = 3
	}
	who, said, _ := strings.Cut(words[1], "!")
	proto.Addr = who
	switch who {
	case "open":
		proto = fact.Hop{TTL: ttl, Answer: fact.HopOpen, Addr: p.Addr().String()}
	case "reset":
		proto = fact.Hop{TTL: ttl, Answer: fact.HopReset, Addr: p.Addr().String()}
	}
	if typ, code, ok := strings.Cut(said, "."); ok {
		proto.Type, _ = strconv.Atoi(typ)
		proto.Code, _ = strconv.Atoi(code)
	}
	for i, w := range words[2:] {
		for len(p.Rounds) <= i {
			p.Rounds = append(p.Rounds, fact.Round{StartMS: float64(1000 * i)})
		}
		h := proto
		if w == "*" {
			h = fact.Hop{TTL: ttl}
		} else if h.MS, err = strconv.ParseFloat(w, 64); err != nil || who == "nobody" {
			return false
		}
		p.Rounds[i].Probes = append(p.Rounds[i].Probes, h)
	}
	return true
}

func readBulk(p *fact.Path, small, ok bool) {
	if p.MTU == nil {
		p.MTU = &fact.MTU{}
	}
	b := &fact.Bulk{OK: ok, Sent: 1547, Dial: &fact.Dial{MS: 40}, MS: 80}
	if ok {
		b.Got = 3000
	} else {
		b.Failure = &fact.Failure{Stage: fact.StagePath, Class: fact.TimedOut, Op: "handshake", AfterMS: 3000}
	}
	if small {
		b.MSS = 1200
		p.MTU.Small = b
	} else {
		p.MTU.Normal = b
	}
}

func readSize(p *fact.Path, size, answer string) {
	s := fact.SizeProbe{Hop: fact.Hop{TTL: 64}}
	s.Size, _ = strconv.Atoi(size)
	if typ, code, ok := strings.Cut(answer, "."); ok {
		s.Answer, s.Addr = fact.HopICMP, p.Addr().String()
		s.Type, _ = strconv.Atoi(typ)
		s.Code, _ = strconv.Atoi(code)
	}
	p.MTU.Sizes = append(p.MTU.Sizes, s)
}

// Every fault of a path, and what only looks like it.
func TestPaths(t *testing.T) {
	files, err := filepath.Glob("testdata/path/*.path")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".path"), func(t *testing.T) {
			f := readPath(t, name)
			v := Diagnose(f.set)
			if len(v.Crashed) > 0 {
				t.Errorf("crashed: %v", v.Crashed)
			}
			if f.want == "nothing" {
				if len(v.Findings) > 0 || len(v.Unexplained) > 0 || v.Status != StatusOK {
					t.Errorf("%s: %+v, unexplained %d", v.Status, codesOf(v), len(v.Unexplained))
				}
				return
			}
			if len(v.Findings) == 0 || v.Findings[0].Cause.Code != f.want {
				t.Fatalf("%s %v, want %s", v.Status, codesOf(v), f.want)
			}
			found := v.Findings[0]
			all := []lang.Text{found.Summary}
			all = append(append(all, found.Evidence...), found.Fixes...)
			text := ""
			for _, line := range all {
				text += line.In(lang.EN) + "\n"
				if strings.ContainsAny(line.In(lang.EN)+line.In(lang.ZH), "{}") {
					t.Errorf("a gap is left: %q %q", line.In(lang.EN), line.In(lang.ZH))
				}
			}
			for _, w := range f.says {
				if !strings.Contains(text, w) {
					t.Errorf("it does not say %q:\n%s", w, text)
				}
			}
		})
	}
}
