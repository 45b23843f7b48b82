package cause

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"maildiag/probe/fact"
)

// row is one known reply, the causes that it may mean, and the command after which it is heard.
type row struct {
	line                 int
	protocol             fact.Protocol // empty: a bounce
	product, text, after string
	codes                []string
}

func readRows(t *testing.T) []row {
	t.Helper()
	data, err := os.ReadFile("testdata/replies.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 6 {
			t.Fatalf("line %d: %d fields", i+2, len(f))
		}
		r := row{line: i + 2, protocol: fact.Protocol(f[0]), product: f[1], text: f[2], codes: strings.Split(f[3], "|"), after: f[5]}
		if r.protocol == "bounce" {
			r.protocol, r.after = "", ""
		}
		rows = append(rows, r)
	}
	return rows
}

// stageOf is the stage in which a command's answer is a failure.
var stageOf = map[string]fact.Stage{"greeting": fact.StageService, "capability": fact.StageService, "starttls": fact.StageTLS,
	"login": fact.StageAuth, "mailbox": fact.StageMailbox, "MAIL FROM": fact.StageSend, "RCPT TO": fact.StageSend}

var filler = strings.NewReplacer("<address>", "<user@example.org>", "<host>", "mail.example.org", "<domain>", "example.org",
	"<N>", "10", "<ip>", "192.0.2.1", "<text>", "", "<reason>", "", "<login>", "user@example.org", "<name>", "pc", "<...>", "x")

// texts are the row's text with its gaps filled: for X.n.n once as 4.n.n and once as 5.n.n.
func (r row) texts() []string {
	text := filler.Replace(r.text)
	if rest, ok := strings.CutPrefix(text, "X."); ok {
		codes := map[string][2]string{"login": {"454", "535"}, "greeting": {"421", "554"}}
		c, ok := codes[r.after]
		if !ok {
			c = [2]string{"450", "550"}
		}
		return []string{c[0] + " 4." + rest, c[1] + " 5." + rest}
	}
	return []string{text}
}

var (
	smtpReply = regexp.MustCompile(`^(\d\d\d)(?:[ -](\d\.\d+\.\d+))?`)
	respCode  = regexp.MustCompile(`\[([A-Z/-]+)(?: [^\]]*)?\]`)
)

// readReply is what the probe makes of such a line.
func readReply(p fact.Protocol, text string) *fact.Reply {
	r := &fact.Reply{Kind: fact.ReplyNo, Lines: []string{text}}
	switch p {
	case fact.SMTP:
		if m := smtpReply.FindStringSubmatch(text); m != nil {
			r.Code, _ = strconv.Atoi(m[1])
			r.Enhanced = m[2]
		} else {
			r.Code, r.Lines[0] = 550, "550 "+text
		}
		switch {
		case r.Code == 421:
			r.Kind = fact.ReplyBye
		case r.Code < 400:
			r.Kind = fact.ReplyOK
		case r.Code < 500:
			r.Kind = fact.ReplyLater
		}
	default:
		if m := respCode.FindStringSubmatch(text); m != nil {
			r.RespCode = m[1]
		}
		switch {
		case strings.Contains(text, "BYE "):
			r.Kind = fact.ReplyBye
		case strings.HasPrefix(text, "* OK") || strings.HasPrefix(text, "+OK"):
			r.Kind = fact.ReplyOK
		case r.RespCode == "UNAVAILABLE" || r.RespCode == "SYS/TEMP":
			r.Kind = fact.ReplyLater
		}
	}
	return r
}

// best is what a failure of this reply at this place is judged to be.
func (r row) best(text string) string {
	reply := readReply(r.protocol, text)
	s := &fact.Service{Protocol: r.protocol, Host: "mail.example.org", Port: 1}
	f := &Failure{Service: s, Stage: stageOf[r.after], Reply: reply, Failure: &fact.Failure{Op: r.after, Class: fact.Answered, Reply: reply}}
	m, _ := NewCase(&fact.Set{}).judge(f)
	return m.Code
}

// notAlone are the texts that can't be told without the place where they were heard, and why.
var notAlone = map[string]string{
	"454 4.7.13 user account disabled": "of one's own account at login, of the recipient's at RCPT: 454 comes at both",
	"* BYE ":                           "no word in it, and a good-bye is no refusal except as the greeting",
	"This account has been temporarily suspended": "of the recipient in a bounce; at a login it is a lock",
}

func TestKnownRepliesWhereTheyAreHeard(t *testing.T) {
	total := 0
	for _, r := range readRows(t) {
		if r.protocol == "" {
			continue
		}
		for _, text := range r.texts() {
			total++
			if got := r.best(text); !slices.Contains(r.codes, got) {
				t.Errorf("line %d, after %s: %q means %q, want one of %v", r.line, r.after, text, got, r.codes)
			}
		}
	}
	if total < 250 {
		t.Errorf("only %d replies were read", total)
	}
}

// As `explain` hears them: a bare text, the place unknown.
func TestKnownRepliesAsBareTexts(t *testing.T) {
	total := 0
	for _, r := range readRows(t) {
		for _, text := range r.texts() {
			total++
			got := ""
			if m := Match(text, nil, "", r.protocol); len(m) > 0 {
				got = m[0].Code
			}
			if known := slices.Contains(r.codes, got); known == (notAlone[text] != "") {
				t.Errorf("line %d: %q means %q, want one of %v (an exception: %q)", r.line, text, got, r.codes, notAlone[text])
			}
		}
	}
	if total < 370 {
		t.Errorf("only %d replies were read", total)
	}
}
