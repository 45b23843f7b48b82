package cause

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"maildiag/probe/fact"
)

// other codes that a sentence may mean as well, whose causes are measured and stand in other files.
var measured = []string{"settings.wrong-host", "settings.wrong-port", "settings.wrong-security", "auth.no-common-mechanism",
	"tls.starttls-missing", "dns.no-mx"}

var codeForm = regexp.MustCompile(`^[a-z]+\.[a-z-]+$`)

func TestEverySentenceIsWellFormed(t *testing.T) {
	known := slices.Clone(measured)
	for _, c := range sentences {
		known = append(known, c.Code)
	}
	for _, c := range sentences {
		if !codeForm.MatchString(c.Code) || c.Title.Empty() || c.Means.Empty() || c.Stage == "" || c.Severity == "" {
			t.Errorf("%s: code, title, meaning, stage or severity is missing", c.Code)
		}
		if c.Find == nil && advices[c] == nil {
			t.Errorf("%s: nothing finds it", c.Code)
		}
		for i, s := range c.Says {
			for _, phrase := range s.Words {
				for _, way := range strings.Split(phrase, "|") {
					if way = strings.TrimSuffix(way, "*"); way != fold(way) || way == "" {
						t.Errorf("%s sentence %d: %q is not folded", c.Code, i, way)
					}
				}
			}
			if len(s.Words) == 0 && s.RespCode == "" && s.Enhanced == "" && s.Code == 0 && s.Kind == "" {
				t.Errorf("%s sentence %d matches everything", c.Code, i)
			}
			if s.Kind == fact.ReplyOK || s.Source == "" || s.RespCode != strings.ToUpper(s.RespCode) {
				t.Errorf("%s sentence %d: %+v", c.Code, i, s)
			}
			if _, ok := ops[s.Op]; s.Op != "" && !ok {
				t.Errorf("%s sentence %d: no such command %q", c.Code, i, s.Op)
			}
			for _, a := range s.Alternatives {
				if !slices.Contains(known, a) || a == c.Code {
					t.Errorf("%s sentence %d: alternative %q", c.Code, i, a)
				}
			}
			if len(s.Alternatives) > 0 && s.Confidence == Certain {
				t.Errorf("%s sentence %d: certain, and with alternatives", c.Code, i)
			}
		}
	}
	if len(sentences) < 33 {
		t.Errorf("%d causes have sentences", len(sentences))
	}
}

// reply makes a reply that says just this sentence, with the alternative of each phrase that n picks.
func (s *Says) reply(n int) *fact.Reply {
	r := &fact.Reply{Kind: s.Kind, Code: s.Code, Enhanced: strings.Replace(s.Enhanced, "X", "5", 1), RespCode: s.RespCode}
	var words []string
	for _, phrase := range s.Words {
		ways := strings.Split(phrase, "|")
		words = append(words, strings.TrimSuffix(ways[n%len(ways)], "*"))
	}
	if r.Kind == "" {
		r.Kind = fact.ReplyNo
	}
	text := strings.Join(words, " - ")
	if r.Code != 0 {
		text = strconv.Itoa(r.Code) + " " + text
	}
	r.Lines = []string{text}
	return r
}

// Each way of each sentence is heard as its own cause, where it may stand.
func TestEverySentenceIsHeard(t *testing.T) {
	ways := 0
	for _, c := range sentences {
		for i := range c.Says {
			s := &c.Says[i]
			most := 1
			for _, phrase := range s.Words {
				most = max(most, strings.Count(phrase, "|")+1)
			}
			stage := ops[s.Op]
			if len(s.Stages) > 0 && stage == "" {
				stage = s.Stages[0]
			}
			for n := range most {
				ways++
				h := hear("", s.reply(n), stage, s.Op, s.Protocol, s.Product)
				if !slices.ContainsFunc(h.meanings(), func(m Meaning) bool { return m.Code == c.Code }) {
					t.Errorf("%s: %q is not heard", c.Code, s.reply(n).Text())
				}
			}
		}
	}
	if ways < 1000 {
		t.Errorf("only %d ways to say something", ways)
	}
}

func TestYesMeansNothing(t *testing.T) {
	for _, text := range []string{
		"250 2.1.0 Ok", "235 2.7.0 Authentication successful", "220 mail.example.com ESMTP ready", "354 End data with <CR><LF>.<CR><LF>",
		"250-mail.example.com Hello locked.example.org [192.0.2.1]\n250-SIZE 52428800\n250 AUTH PLAIN LOGIN",
		"221 2.0.0 Bye", "+OK 3 messages", "+OK Logged in, mailbox is locked for this session", "* OK IMAP4 ready",
		"a1 OK [CAPABILITY IMAP4rev1] Logged in", "* OK [ALERT] Your mailbox is nearly full", "* PREAUTH ready",
	} {
		if m := Match(text, nil, "", ""); len(m) > 0 {
			t.Errorf("%q means %s", text, m[0].Code)
		}
		r := &fact.Reply{Kind: fact.ReplyOK, Lines: []string{text}}
		for _, stage := range fact.Stages {
			if m := Match("", r, stage, ""); len(m) > 0 {
				t.Errorf("%q at %s means %s", text, stage, m[0].Code)
			}
		}
	}
	for _, text := range []string{"", "hello", "Lorem ipsum dolor sit amet", "Mailserver zum Testen"} {
		if m := Match(text, nil, "", ""); len(m) > 0 {
			t.Errorf("%q means %s", text, m[0].Code)
		}
	}
}

func TestNearPairs(t *testing.T) {
	for _, c := range []struct{ protocol, after, text, code string }{
		{"smtp", "login", "526 Authentication failure[0]", "auth.rejected"},
		{"smtp", "login", "526 Authentication failure[1]", "auth.locked"},
		{"smtp", "login", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "auth.oauth-required"},
		{"smtp", "login", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "auth.service-disabled"},
		{"smtp", "login", "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.", "auth.policy"},
		{"smtp", "login", "535 5.7.8 Error: authentication failed: account is locked", "auth.locked"},
		{"smtp", "login", "535 5.7.8 Error: authentication failed: account is blocked", "auth.account-disabled"},
		{"smtp", "login", "535 5.7.8 Error: authentication failed", "auth.rejected"},
		{"smtp", "login", "454 4.7.0 Temporary authentication failure: Connection lost to authentication server", "service.temporary"},
		{"smtp", "login", "550 User has no permission", "auth.service-disabled"},
		{"smtp", "RCPT TO", "550 User unknown", "send.recipient-rejected"},
		{"smtp", "login", "550 User unknown", "auth.rejected"},
		{"smtp", "greeting", "550 User unknown", "service.rejecting"},
		{"smtp", "greeting", "554 5.7.1 no", "service.rejecting"},
		{"smtp", "MAIL FROM", "550 5.7.1 no", "send.policy-rejected"},
		{"smtp", "MAIL FROM", "550 no", "send.sender-rejected"},
		{"smtp", "RCPT TO", "550 no", "send.recipient-rejected"},
		{"smtp", "RCPT TO", "554 no", "send.policy-rejected"},
		{"smtp", "RCPT TO", "552 5.2.2 no", "send.mailbox-full"},
		{"smtp", "RCPT TO", "552 5.3.4 no", "send.message-too-large"},
		{"smtp", "RCPT TO", "552 5.2.3 no", "send.message-too-large"},
		{"smtp", "RCPT TO", "552 no", "send.mailbox-full"},
		{"smtp", "MAIL FROM", "552 no", "send.message-too-large"},
		{"smtp", "RCPT TO", "552 Message size exceeds fixed maximum message size", "send.message-too-large"},
		{"smtp", "RCPT TO", "552 Requested mail action aborted: exceeded storage allocation", "send.mailbox-full"},
		{"smtp", "RCPT TO", "550 5.2.2 Submission quota exceeded", "send.rate-limited"},
		{"smtp", "RCPT TO", "554 5.7.1 Relay access denied", "send.relay-denied"},
		{"smtp", "RCPT TO", "554 5.7.1 this looks like spam", "send.content-rejected"},
		{"smtp", "MAIL FROM", "553 5.7.1 <a@example.org>: Sender address rejected: not logged in", "send.auth-required"},
		{"smtp", "MAIL FROM", "553 5.7.1 <a@example.org>: Sender address rejected: not owned by user b@example.org", "send.sender-rejected"},
		{"smtp", "RCPT TO", "450 no", "send.recipient-rejected"},
		{"smtp", "RCPT TO", "451 no", "service.temporary"},
		{"smtp", "login", "421 too many login failures", "auth.locked"},
		{"imap", "login", "a1 NO [AUTHENTICATIONFAILED] no", "auth.rejected"},
		{"imap", "login", "a1 NO [UNAVAILABLE] Authentication failed.", "service.temporary"},
		{"imap", "login", "a1 NO [UNAVAILABLE] Maximum number of connections exceeded", "auth.too-many-connections"},
		{"imap", "login", "a1 NO [OVERQUOTA] Account exceeded command or bandwidth limits.", "auth.too-many-connections"},
		{"imap", "mailbox", "a1 NO [OVERQUOTA] Quota exceeded (mailbox for user is full)", "mailbox.full"},
		{"imap", "login", "a1 NO Invalid user name. Please use full email address as user name.", "settings.login-form"},
		{"imap", "login", "a1 NO Invalid user name or password.", "auth.rejected"},
		{"imap", "login", "a1 NO Login frequency limited", "auth.locked"},
		{"pop3", "login", "-ERR Invalid user name or password. Too many invalid logon attempts.", "auth.locked"},
		{"pop3", "login", "-ERR Your mailbox is already locked", "auth.mailbox-busy"},
		{"pop3", "login", "-ERR Your account is locked", "auth.locked"},
		{"pop3", "login", "-ERR unlocked and blockedly", "auth.rejected"},
		{"pop3", "login", "-ERR [SYS/TEMP] Authentication failed", "service.temporary"},
		{"pop3", "login", "-ERR [AUTH] Temporarily odd", "auth.rejected"},
		// A protocol that is off, for whomever; the account is not.
		{"pop3", "login", "-ERR POP3 access is disabled for this user", "auth.service-disabled"},
		{"smtp", "login", "535 5.7.8 SMTP access is disabled for this mailbox", "auth.service-disabled"},
		{"pop3", "login", "-ERR [AUTH] POP access not allowed for this account", "auth.service-disabled"},
		{"imap", "login", "a1 NO imap login disabled for this account", "auth.service-disabled"},
		{"imap", "login", "a1 NO IMAP is disabled for this user account", "auth.service-disabled"},
		{"imap", "login", "a1 NO IMAP4 service is switched off for this mailbox", "auth.service-disabled"},
		{"imap", "login", "a1 NO [AUTHORIZATIONFAILED] IMAP access denied for this user", "auth.service-disabled"},
		{"imap", "login", "a1 NO This user account is disabled", "auth.account-disabled"},
		{"imap", "login", "a1 NO IMAP access denied: account is suspended by the administrator", "auth.account-disabled"},
		{"imap", "login", "a1 NO IMAP login denied: invalid credentials", "auth.rejected"},
		{"imap", "login", "a1 NO IMAP access is denied for this user: too many failed logins", "auth.locked"},
		{"imap", "login", "a1 NO [AUTHORIZATIONFAILED] Login from your IP address is not permitted", "auth.policy"},
		{"imap", "login", "a1 NO IMAP access is not permitted from your IP address", "auth.policy"},
		// RFC 5530: the password was right; but words decide before codes, and without words nothing is certain.
		{"imap", "login", "a1 NO [AUTHORIZATIONFAILED] Authorization failed", "auth.rejected"},
		{"imap", "login", "a1 NO [AUTHORIZATIONFAILED] no such user", "auth.rejected"},
		{"imap", "login", "a1 NO [AUTHORIZATIONFAILED] account is disabled", "auth.account-disabled"},
		// What an address or a host is called decides nothing.
		{"smtp", "RCPT TO", "550 5.1.1 <over.quota@too-many-connections.example>: Recipient address rejected: User unknown", "send.recipient-rejected"},
		{"smtp", "RCPT TO", "550 5.1.1 <mailbox.full@example.org> (virus@spam.example) User unknown", "send.recipient-rejected"},
	} {
		r := row{protocol: fact.Protocol(c.protocol), after: c.after}
		if got := r.best(c.text); got != c.code {
			t.Errorf("after %s: %q means %q, want %s", c.after, c.text, got, c.code)
		}
	}
}

// The ranking by itself: a text beats a response code beats an enhanced code beats a reply code.
func TestRanking(t *testing.T) {
	h := &heard{text: "account locked for now", kind: fact.ReplyNo, code: 535, enhanced: "5.7.8", respCode: "AUTH", stage: fact.StageAuth, product: "P"}
	order := []*Says{
		{Words: []string{"account locked for now"}, Product: "P"},
		{Words: []string{"account locked for now"}},
		{Words: []string{"account", "locked"}},
		{Words: []string{"locked"}, Stages: atLogin},
		{Words: []string{"locked"}},
		{RespCode: "AUTH"},
		{Enhanced: "5.7.8"},
		{Enhanced: "X.7.8"},
		{Code: 535},
		{Words: []string{"for now"}, Vague: true},
		{Kind: fact.ReplyNo},
	}
	for i := 1; i < len(order); i++ {
		if a, b := order[i-1].rank(h), order[i].rank(h); a <= b || b <= 0 {
			t.Errorf("%+v has %d, %+v has %d", order[i-1], a, order[i], b)
		}
	}
	for _, s := range []*Says{
		{Words: []string{"lock"}}, {Words: []string{"account", "unlocked"}}, {RespCode: "X"}, {Enhanced: "4.7.8"}, {Code: 534},
		{Kind: fact.ReplyLater}, {Words: []string{"locked"}, Stages: atSend}, {Code: 535, Op: "RCPT TO"},
	} {
		if s.rank(h) != 0 {
			t.Errorf("%+v matches", s)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"  Authentication\tFAILED. ":         "authentication failed",
		"ＥＲＲＯＲ：　请使用授权码登录。":                   "error: 请使用授权码登录",
		"Sorry, I couldn’t  find “it”!":      "sorry, i couldn't find it",
		"zero\u200bwidth\u00a0blank\x1b[31m": "zerowidth blank[31m",
		"":                                   "",
		" . ; ":                              "",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBareTextsAreTakenApart(t *testing.T) {
	for _, c := range []struct {
		text, enhanced, respCode string
		code                     int
		kind                     fact.Kind
	}{
		{"535-5.7.8 Username and\n535 5.7.8 Password not accepted", "5.7.8", "", 535, fact.ReplyNo},
		{"smtp.example.com said: 550 5.1.1 User unknown", "5.1.1", "", 550, fact.ReplyNo},
		{"553 sorry, that domain isn't here (#5.7.1)", "5.7.1", "", 553, fact.ReplyNo},
		{"a7 NO [AUTHENTICATIONFAILED] no", "", "AUTHENTICATIONFAILED", 0, fact.ReplyNo},
		{"-ERR [SYS/TEMP] later", "", "SYS/TEMP", 0, fact.ReplyNo},
		{"* BYE overloaded", "", "", 0, fact.ReplyBye},
		{"421 4.7.0 slow down 192.0.2.55", "4.7.0", "", 421, fact.ReplyBye},
		{"connect to 10.5.7.8 failed", "", "", 0, ""},
		{"+OK 421 messages", "", "", 0, fact.ReplyOK},
	} {
		h := hear(c.text, nil, "", "", "", "")
		if h.enhanced != c.enhanced || h.respCode != c.respCode || h.code != c.code || h.kind != c.kind {
			t.Errorf("%q: %+v", c.text, h)
		}
	}
	h := hear("", &fact.Reply{Lines: []string{"535-5.7.8 Username and Password", "535 5.7.8  not accepted. Go"}}, "", "", "", "")
	if h.text != "username and password not accepted. go" {
		t.Errorf("a sentence over two lines is heard as %q", h.text)
	}
}

func FuzzMatch(f *testing.F) {
	for _, m := range more {
		f.Add(m.text)
	}
	f.Add("550 5.7.1 \xff\xfe ．．［ＡＢＣ］ İ K \u200b<a@b>\n\r\n250 x")
	f.Fuzz(func(t *testing.T, text string) {
		folded := fold(text)
		if again := fold(folded); again != folded {
			t.Fatalf("folding twice: %q, then %q", folded, again)
		}
		if !utf8.ValidString(folded) {
			t.Fatalf("folded to invalid text %q", folded)
		}
		for _, reply := range []*fact.Reply{nil, {Kind: fact.ReplyNo, Lines: []string{text}}} {
			last := -1
			for i, m := range Match(text, reply, "", "") {
				if i > 0 && m.Rank > last {
					t.Fatal("the best is not first")
				}
				if last = m.Rank; m.Rank <= 0 || m.Says == nil || m.Confidence == "" {
					t.Fatalf("%+v", m)
				}
			}
		}
	})
}

// A login that is refused for the want of encryption, on a connection that is set to clear text and offers STARTTLS.
func TestLoginRefusedInClear(t *testing.T) {
	for security, code := range map[fact.Security]string{fact.None: "settings.wrong-security", fact.TLS: "auth.rejected"} {
		s := serving(fact.SMTP, "smtp.example.com", 2525)
		s.Security, s.Source = security, fact.SourceUser
		s.Attempts[0].Talk.Caps = &fact.Caps{List: []string{"STARTTLS", "AUTH PLAIN"}, Auth: []string{"PLAIN"}}
		s.Login = refusedLogin(fact.SMTP, "538 5.7.11 Encryption required for requested authentication mechanism")
		v := Diagnose(runOf(s))
		if !slices.Contains(codesOf(v), code) || code == "settings.wrong-security" && slices.Contains(codesOf(v), "auth.rejected") {
			t.Errorf("%s: %v, want %s", security, codesOf(v), code)
		}
	}
}
