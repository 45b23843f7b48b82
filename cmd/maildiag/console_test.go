package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/clipperhouse/displaywidth"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// fake is a console without a machine behind it.
type fake struct {
	*console
	stdout, stderr bytes.Buffer
}

func newFake(input string, env map[string]string) *fake {
	f := &fake{}
	f.console = &console{
		in: strings.NewReader(input), out: &f.stdout, err: &f.stderr,
		width: func() int { return 80 }, errWidth: func() int { return 40 },
		readSecret: func() (string, error) { return "", io.EOF },
		getenv:     func(k string) string { return env[k] },
		uiLanguage: func() string { return "" },
		os:         "linux",
		machine:    probe.Machine,
		clipboard:  func(string) error { return errNoClipboard },
		documents:  func() []string { return nil },
	}
	return f
}

func (f *fake) tty() *fake {
	f.inTTY, f.outTTY, f.errTTY = true, true, true
	return f
}

func (f *fake) app() *app { return &app{console: f.console, lang: lang.EN, color: "auto"} }

func TestLanguage(t *testing.T) {
	tests := []struct {
		args []string
		env  map[string]string
		ui   string
		want lang.Lang
	}{
		{nil, nil, "", lang.EN},
		{nil, map[string]string{"LANG": "zh_CN.UTF-8"}, "", lang.ZH},
		{nil, map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, "", lang.EN},
		{nil, map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "", lang.ZH},
		{nil, map[string]string{"LC_CTYPE": "zh_CN.UTF-8"}, "", lang.EN},
		{nil, nil, "zh-CN", lang.ZH},
		{nil, map[string]string{"LANG": "en_US.UTF-8"}, "zh-CN", lang.EN},
		{[]string{"--lang", "zh"}, nil, "", lang.ZH},
		{[]string{"check", "--lang=en"}, map[string]string{"LANG": "zh_CN.UTF-8"}, "", lang.EN},
		{[]string{"--", "--lang=zh"}, nil, "", lang.EN},
	}
	for _, test := range tests {
		f := newFake("", test.env)
		f.uiLanguage = func() string { return test.ui }
		if got, err := language(test.args, f.console); got != test.want || err != nil {
			t.Errorf("%v %v %q: %s, %v; want %s", test.args, test.env, test.ui, got, err, test.want)
		}
	}
	_, err := language([]string{"--lang", "tlh"}, newFake("", nil).console)
	checkUsage(t, "--lang tlh", err, "en or zh")
}

func TestTextOptions(t *testing.T) {
	tests := []struct {
		name         string
		tty          bool
		color        string
		env          map[string]string
		os           string
		colour, only bool // ASCII
	}{
		{"pipe", false, "auto", nil, "linux", false, false},
		{"pipe, always", false, "always", nil, "linux", true, false},
		{"terminal without a locale", true, "auto", nil, "linux", true, true},
		{"UTF-8 terminal", true, "auto", map[string]string{"LANG": "en_US.UTF-8"}, "linux", true, false},
		{"LC_ALL counts first", true, "auto", map[string]string{"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "linux", true, true},
		{"utf8", true, "auto", map[string]string{"LC_CTYPE": "C.utf8"}, "linux", true, false},
		{"NO_COLOR", true, "auto", map[string]string{"LANG": "C.UTF-8", "NO_COLOR": "1"}, "linux", false, false},
		{"NO_COLOR, always", true, "always", map[string]string{"LANG": "C.UTF-8", "NO_COLOR": "1"}, "linux", true, false},
		{"dumb", true, "auto", map[string]string{"LANG": "C.UTF-8", "TERM": "dumb"}, "linux", false, false},
		{"never", true, "never", map[string]string{"LANG": "C.UTF-8"}, "linux", false, false},
		{"windows", true, "auto", nil, "windows", true, false},
	}
	for _, test := range tests {
		f := newFake("", test.env)
		f.outTTY, f.os = test.tty, test.os
		a := f.app()
		a.color = test.color
		got := a.textOptions()
		if got.Color != test.colour || got.ASCII != test.only || (got.Width == 80) != test.tty {
			t.Errorf("%s: %+v, want colour %v, ASCII %v", test.name, got, test.colour, test.only)
		}
	}
}

func TestExitStatus(t *testing.T) {
	for status, want := range map[cause.Status]int{cause.StatusOK: 0, cause.StatusDegraded: 1, cause.StatusBroken: 1, cause.StatusUnknown: 3, "": 3} {
		if got := exitStatus(status); got != want {
			t.Errorf("%q: %d, want %d", status, got, want)
		}
	}
}

func TestMailboxIsAskedFor(t *testing.T) {
	f := newFake("nonsense\nalice@example.com\nrest", nil).tty()
	got, err := f.app().mailbox(nil)
	if err != nil || got.text != "alice@example.com" {
		t.Fatalf("%+v, %v", got, err)
	}
	if !strings.Contains(f.stderr.String(), "“nonsense” is not an email address") {
		t.Errorf("the mistake is not named:\n%s", f.stderr.String())
	}
	if rest, _ := io.ReadAll(f.in); string(rest) != "rest" {
		t.Errorf("what was typed ahead became %q", rest)
	}
	if f.stdout.Len() > 0 {
		t.Errorf("standard output got %q", f.stdout.String())
	}
	for _, input := range []string{"", "\n", "a\nb\nc\nalice@example.com\n"} {
		_, err := newFake(input, nil).tty().app().mailbox(nil)
		checkUsage(t, input, err, "")
	}
	_, err = newFake("alice@example.com\n", nil).app().mailbox(nil)
	checkUsage(t, "no terminal", err, "which mailbox")
}

func TestPasswordSources(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("\xef\xbb\xbffrom file\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, input  string
		env          map[string]string
		tty          bool
		typed        string
		change       func(*checkFlags)
		want, wantTo string
	}{
		{"nothing", "", nil, false, "", func(*checkFlags) {}, "", ""},
		{"stdin", "from stdin\n", map[string]string{"MAILDIAG_PASSWORD": "env"}, false, "", func(f *checkFlags) { f.passwordStdin = true }, "from stdin", ""},
		{"stdin without an end", "  blanks stay ", nil, false, "", func(f *checkFlags) { f.passwordStdin = true }, "  blanks stay ", ""},
		{"file", "", map[string]string{"MAILDIAG_PASSWORD": "env"}, true, "typed", func(f *checkFlags) { f.passwordFile = file }, "from file", ""},
		{"environment", "", map[string]string{"MAILDIAG_PASSWORD": "env", "MAILDIAG_SMTP_PASSWORD": "env2"}, true, "typed", func(*checkFlags) {}, "env", "env2"},
		{"terminal", "", nil, true, "typed", func(*checkFlags) {}, "typed", ""},
		{"terminal, nothing typed", "", nil, true, "", func(*checkFlags) {}, "", ""},
		{"no login", "", map[string]string{"MAILDIAG_PASSWORD": "env", "MAILDIAG_SMTP_PASSWORD": "env2"}, true, "typed", func(f *checkFlags) { f.noAuth = true }, "", ""},
	}
	for _, test := range tests {
		f := newFake(test.input, test.env)
		f.readSecret = func() (string, error) { return test.typed, nil }
		if test.tty {
			f.tty()
		}
		flags := flagsWith(test.change)
		plan, err := makePlan(box, flags)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.app().passwords(&plan, flags); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		plan.Services = []probe.ServicePlan{{Protocol: fact.IMAP, Host: "imap.qq.com"}}
		if asked, err := f.app().askPassword(&plan); err != nil || asked != (strings.HasPrefix(test.name, "terminal")) {
			t.Errorf("%s: asked %v, %v", test.name, asked, err)
		}
		if hint := strings.Contains(f.stderr.String(), "authorization code"); hint != strings.Contains(f.stderr.String(), "Password for") {
			t.Errorf("%s: the question was %q", test.name, f.stderr.String())
		}
		if got, to := plan.Password.Reveal(), plan.SMTPPassword.Reveal(); got != test.want || to != test.wantTo {
			t.Errorf("%s: %q and %q, want %q and %q", test.name, got, to, test.want, test.wantTo)
		}
	}
}

func TestOnePassword(t *testing.T) {
	little := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune("密码 1\r\n")) {
		little = binary.LittleEndian.AppendUint16(little, u)
	}
	if got, err := onePassword(bytes.NewReader(little), textFile); got != "密码 1" || err != nil {
		t.Errorf("UTF-16: %q, %v", got, err)
	}
	for input, want := range map[string]string{
		"": "no password", "\n": "no password", "\r\n": "no password", "one\ntwo\n": "more than a password", "a\x00b": "more than a password",
		strings.Repeat("x", maxPassword+1): "more than a password",
	} {
		_, err := onePassword(strings.NewReader(input), textStdin)
		checkUsage(t, input, err, want)
		if err != nil && strings.Contains(err.Error(), "two") {
			t.Errorf("the error repeats what was read: %v", err)
		}
	}
	broken := errors.New("broken")
	if _, err := onePassword(io.MultiReader(strings.NewReader("x"), &failing{broken}), textStdin); !errors.Is(err, broken) {
		t.Errorf("a broken input gives %v", err)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func TestHostsAreConfirmed(t *testing.T) {
	plan := func() probe.Plan {
		return probe.Plan{Domain: "example.com", Password: probe.NewSecret("secret"), Services: []probe.ServicePlan{
			{Protocol: fact.IMAP, Host: "imap.example.com", MayLogin: true}, {Protocol: fact.SMTP, Host: "smtp.hoster.example\x1b"}}}
	}
	for _, test := range []struct {
		answer string
		tty    bool
		asked  bool
		may    bool
	}{{"y\n", true, true, true}, {"是\n", true, true, true}, {"\n", true, true, false}, {"n\n", true, true, false}, {"", true, true, false}, {"y\n", false, false, false}} {
		f := newFake(test.answer, nil)
		if test.tty {
			f.tty()
		}
		p := plan()
		asked, err := f.app().confirmHosts(&p)
		if err != nil || asked != test.asked || p.Services[1].MayLogin != test.may {
			t.Errorf("%q: asked %v, may log in %v, %v", test.answer, asked, p.Services[1].MayLogin, err)
		}
		if question := f.stderr.String(); test.asked && (!strings.Contains(question, "smtp.hoster.example") || strings.ContainsRune(question, 0x1b) || strings.Contains(question, "imap.example.com")) {
			t.Errorf("the question is %q", question)
		}
	}
	p := plan()
	p.Password = probe.Secret{}
	if asked, _ := newFake("y\n", nil).tty().app().confirmHosts(&p); asked || p.Services[1].MayLogin {
		t.Error("asked without a password to send")
	}
}

func TestProgress(t *testing.T) {
	f := newFake("", map[string]string{"LANG": "C.UTF-8"}).tty()
	p := f.app().newProgress()
	p.searching("example.com")
	p.start([]probe.ServicePlan{{Protocol: fact.IMAP}, {Protocol: fact.SMTP}})
	for _, e := range []probe.Event{{Service: 0, Stage: fact.StageTCP}, {Service: 0, Stage: fact.StageTCP, Done: true}, {Service: 1, Stage: fact.StageTLS, Failed: true},
		{Service: -1, Stage: fact.StageDNS}, {Service: 7, Stage: fact.StageDNS}, {Service: 0, Stage: "new"}} {
		p.event(e)
	}
	p.clear()
	p.clear()
	out := f.stderr.String()
	for _, want := range []string{"mail servers of exa", "IMAP connect…", "IMAP encrypt…"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in %q", want, out)
		}
	}
	if !strings.HasSuffix(out, "\r\x1b[K") || strings.Contains(out, "\n") {
		t.Errorf("the line is not taken away: %q", out)
	}
	for _, line := range strings.Split(out, "\r\x1b[K") {
		if w := displaywidth.String(line); w >= 40 {
			t.Errorf("%d columns: %q", w, line)
		}
	}
	if f.stdout.Len() > 0 {
		t.Errorf("standard output got %q", f.stdout.String())
	}
	for name, quiet := range map[string]*fake{"pipe": newFake("", nil), "dumb": newFake("", map[string]string{"TERM": "dumb"}).tty()} {
		if quiet.app().newProgress() != nil {
			t.Errorf("%s: there is a live line", name)
		}
	}
	var none *progress
	none.searching("example.com")
	none.clear()
}

func TestNearest(t *testing.T) {
	words := []string{"check", "codes", "demo", "read", "version", "imap", "pop3", "send-to"}
	for word, want := range map[string]string{"chek": "check", "chcek": "check", "code": "codes", "raed": "read", "vers": "version", "imapp": "imap", "sendto": "send-to",
		"x": "", "": "", "zzzz": "", strings.Repeat("check", 20): ""} {
		if got := nearest(word, words); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

// TestHelpIsWhole: every command and flag has its words in both languages, and every command an example.
func TestHelpIsWhole(t *testing.T) {
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		f := newFake("", nil)
		a := f.app()
		a.lang = l
		root := a.root()
		for _, c := range append(root.Commands(), root) {
			f.stdout.Reset()
			if err := c.Help(); err != nil {
				t.Fatal(err)
			}
			out := f.stdout.String()
			if c.Short == "" || c.Example == "" || !strings.Contains(out, strings.TrimSpace(c.Example)) {
				t.Errorf("%s %s: no words or no example:\n%s", l, c.Name(), out)
			}
			for _, line := range strings.Split(out, "\n") {
				if w := displaywidth.String(line); w > 104 {
					t.Errorf("%s %s: %d columns: %s", l, c.Name(), w, line)
				}
			}
			for _, row := range flagRows(c) {
				hanzi := strings.ContainsFunc(row[1], func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
				if row[1] == "" || hanzi != (l == lang.ZH) || strings.Contains(row[1], "`") {
					t.Errorf("%s %s %s: %q", l, c.Name(), row[0], row[1])
				}
			}
		}
	}
}

func TestRunSaysWhatIsWrong(t *testing.T) {
	f := newFake("", nil)
	if got := run([]string{"check", "alice\x1b[31m@example.com"}, f.console); got != exitUsage {
		t.Errorf("exit status %d", got)
	}
	if strings.ContainsRune(f.stderr.String(), 0x1b) || strings.Count(f.stderr.String(), "\n") != 1 || f.stdout.Len() > 0 {
		t.Errorf("%q and %q", f.stderr.String(), f.stdout.String())
	}
}

func TestMeasureEndsWithItsContext(t *testing.T) {
	begun := time.Now()
	f := newFake("", nil)
	if got := run([]string{"alice@example.com", "--imap", "127.0.0.1:1", "--no-auth", "--dns", "127.0.0.1:1", "--reference-dns", "none", "--timeout", "1s"}, f.console); got == exitUsage || got == exitOK {
		t.Errorf("exit status %d: %s", got, f.stderr.String())
	}
	if d := time.Since(begun); d > 3*time.Second {
		t.Errorf("it took %s", d)
	}
}
