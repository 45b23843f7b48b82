package cause

import (
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Runs made by hand: services that were reached, and what became of their logins.

// serving is a service that works up to the login.
func serving(p fact.Protocol, host string, port int) fact.Service {
	return fact.Service{Protocol: p, Host: host, Port: port, Security: fact.None, Source: fact.SourceUser,
		Attempts: []fact.Attempt{{Addr: "192.0.2.10:1", Reason: fact.ReasonCheck, Security: fact.None, Dial: &fact.Dial{MS: 1},
			Talk: fact.Talk{Greeting: &fact.Reply{Kind: fact.ReplyOK}, Caps: &fact.Caps{List: []string{"X"}}}}}}
}

func refusedLogin(p fact.Protocol, text string) *fact.Login {
	return &fact.Login{State: fact.LoginRefused, NameForm: "address", Reply: readReply(p, text)}
}

func skipped(why fact.Skip) *fact.Login { return &fact.Login{State: fact.LoginSkipped, Skipped: why} }

func runOf(services ...fact.Service) *fact.Set {
	return &fact.Set{Run: fact.Run{Address: "ann@example.com", SendTo: "bob@example.org"}, Services: services}
}

// said diagnoses a run by the causes that words reveal alone.
func said(t *testing.T, set *fact.Set) Verdict {
	t.Helper()
	v := diagnose(set, slices.DeleteFunc(slices.Clone(All), func(c *Cause) bool { return c.Find != nil }))
	if len(v.Crashed) > 0 {
		t.Fatalf("a cause crashed: %v", v.Crashed)
	}
	return v
}

// only is the one finding that a run must have.
func only(t *testing.T, set *fact.Set, code string) Finding {
	t.Helper()
	v := said(t, set)
	if len(v.Findings) != 1 || v.Findings[0].Cause.Code != code {
		t.Fatalf("findings %v, want %s alone", codesOf(v), code)
	}
	if len(v.Unexplained) > 0 {
		t.Fatalf("%d failures are left unexplained", len(v.Unexplained))
	}
	return v.Findings[0]
}

func codesOf(v Verdict) []string {
	var out []string
	for _, f := range v.Findings {
		out = append(out, f.Cause.Code)
	}
	return out
}

func textOf(texts []lang.Text, l lang.Lang) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString(t.In(l) + "\n")
	}
	return b.String()
}

func contains(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s lacks %q:\n%s", where, p, text)
		}
	}
}

func TestOneRefusedPasswordIsOneFinding(t *testing.T) {
	imap, pop, smtp := serving(fact.IMAP, "imap.example.com", 993), serving(fact.POP3, "pop.example.com", 995), serving(fact.SMTP, "smtp.example.com", 465)
	imap.Login = refusedLogin(fact.IMAP, "a1 NO [AUTHENTICATIONFAILED] Authentication failed.")
	pop.Login, smtp.Login = skipped(fact.SkipRefusedBefore), skipped(fact.SkipRefusedBefore)
	f := only(t, runOf(imap, pop, smtp), "auth.rejected")
	if f.Confidence != Certain || len(f.Alternatives) > 0 || f.Subject != "imap.example.com:993" {
		t.Errorf("confidence %s, alternatives %v, subject %s", f.Confidence, f.Alternatives, f.Subject)
	}
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		contains(t, "evidence", textOf(f.Evidence, l), "a1 NO [AUTHENTICATIONFAILED] Authentication failed.", "pop.example.com:995", "smtp.example.com:465")
		contains(t, "summary", f.Summary.In(l), "imap.example.com:993", "ann@example.com")
	}
}

func TestTwoPasswordsAreTwoFindings(t *testing.T) {
	imap, smtp := serving(fact.IMAP, "imap.example.com", 993), serving(fact.SMTP, "smtp.example.com", 465)
	imap.Login = refusedLogin(fact.IMAP, "a1 NO [AUTHENTICATIONFAILED] Authentication failed.")
	smtp.Login = refusedLogin(fact.SMTP, "535 5.7.8 Error: authentication failed")
	set := runOf(imap, smtp)
	set.Run.SMTPLogin = "relay@example.com"
	v := said(t, set)
	if got := codesOf(v); !slices.Equal(got, []string{"auth.rejected", "auth.rejected"}) {
		t.Fatalf("findings %v", got)
	}
	contains(t, "the second summary", v.Findings[1].Summary.In(lang.EN), "relay@example.com", "smtp.example.com:465")
}

func TestWhatTheAccountMayNotDoIsOneFinding(t *testing.T) {
	imap, smtp := serving(fact.IMAP, "outlook.office365.com", 993), serving(fact.SMTP, "smtp.office365.com", 587)
	imap.Login = refusedLogin(fact.IMAP, "a1 NO [ALERT] IMAP access is disabled for this account")
	smtp.Login = refusedLogin(fact.SMTP, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.")
	f := only(t, runOf(imap, smtp), "auth.service-disabled")
	if len(f.Claims) != 2 || len(f.Evidence) != 2 {
		t.Errorf("%d claims, %d lines of evidence", len(f.Claims), len(f.Evidence))
	}
}

// The same words mean another thing where the provider is known to want a code, an address, a browser.
func TestWhatAProviderMeansByWrongPassword(t *testing.T) {
	for _, c := range []struct {
		protocol     fact.Protocol
		host, form   string
		text         string
		code         string
		confidence   Confidence
		alternatives []string
		fix          string
	}{
		{fact.SMTP, "smtp.163.com", "address", "535 Error: authentication failed", "auth.app-password-required", Likely, []string{"auth.rejected", "auth.service-disabled"}, "https://mail.163.com"},
		{fact.IMAP, "imap.126.com", "address", "a1 NO LOGIN Login error or password error", "auth.app-password-required", Likely, []string{"auth.rejected", "auth.service-disabled"}, "https://mail.126.com"},
		{fact.IMAP, "imap.gmail.com", "address", "a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "auth.app-password-required", Likely, []string{"auth.rejected"}, "https://myaccount.google.com/apppasswords"},
		{fact.IMAP, "imap.mail.yahoo.com", "address", "a1 NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials", "auth.app-password-required", Likely, []string{"auth.rejected"}, ""},
		{fact.IMAP, "imap.qq.com", "address", "a1 NO Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy.",
			"auth.rejected", Possible, []string{"auth.app-password-required", "auth.service-disabled", "auth.locked", "service.temporary"}, "https://mail.qq.com"},
		{fact.IMAP, "imap.qq.com", "address", "a1 NO Authorized code is incorrect", "auth.rejected", Certain, nil, "https://mail.qq.com"},
		{fact.IMAP, "outlook.office365.com", "address", "a1 NO AUTHENTICATE failed.", "auth.oauth-required", Likely, []string{"auth.rejected"}, "OAuth2"},
		{fact.SMTP, "smtp.office365.com", "address", "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "auth.rejected", Certain, nil, ""},
		{fact.IMAP, "imap.163.com", "local-part", "a1 NO LOGIN Login error or password error", "settings.login-form", Likely, []string{"auth.rejected", "auth.app-password-required"}, "ann@example.com"},
		{fact.IMAP, "imap.exmail.qq.com", "address", "a1 NO Login failed", "auth.rejected", Likely, []string{"auth.app-password-required"}, ""},
		{fact.IMAP, "imap.example.com", "other", "a1 NO [AUTHENTICATIONFAILED] Authentication failed.", "auth.rejected", Likely, []string{"settings.login-form"}, "E1234"},
		{fact.IMAP, "imap.example.com", "address", "a1 NO [AUTHENTICATIONFAILED] Authentication failed.", "auth.rejected", Certain, nil, ""},
		// An address of one provider at the server of another.
		{fact.IMAP, "imap.gmail.com", "ann@163.com", "a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "auth.rejected", Likely, []string{"settings.wrong-host"}, "an address of NetEase"},
		{fact.IMAP, "imap.163.com", "ann@yeah.net", "a1 NO LOGIN Login error or password error", "settings.login-form", Likely, []string{"auth.rejected", "auth.app-password-required"}, ""},
		// A name that only looks like the provider's.
		{fact.SMTP, "smtp-163.com", "address", "535 Error: authentication failed", "auth.rejected", Certain, nil, ""},
		{fact.SMTP, "qq.com.example.com", "address", "535 Error: authentication failed", "auth.rejected", Certain, nil, ""},
	} {
		s := serving(c.protocol, c.host, 993)
		s.Login = refusedLogin(c.protocol, c.text)
		s.Login.NameForm = c.form
		set := runOf(s)
		set.Run.Login = "E1234"
		if strings.Contains(c.form, "@") {
			set.Run.Login, s.Login.NameForm = c.form, "other"
		}
		v := said(t, set)
		if len(v.Findings) != 1 {
			t.Errorf("%s %q: findings %v", c.host, c.text, codesOf(v))
			continue
		}
		f := v.Findings[0]
		if f.Cause.Code != c.code || f.Confidence != c.confidence || !slices.Equal(f.Alternatives, c.alternatives) {
			t.Errorf("%s %q: %s %s %v, want %s %s %v", c.host, c.text, f.Cause.Code, f.Confidence, f.Alternatives, c.code, c.confidence, c.alternatives)
		}
		contains(t, c.host+" fixes", textOf(f.Fixes, lang.EN)+f.Summary.In(lang.EN), c.fix)
	}
}

func TestARefusalWithoutAReasonIsNotCertain(t *testing.T) {
	for _, c := range []struct {
		protocol   fact.Protocol
		text       string
		confidence Confidence
	}{
		{fact.POP3, "-ERR", Likely},
		{fact.IMAP, "a1 NO", Likely},
		{fact.IMAP, "a1 NO LOGIN failed", Likely},
		{fact.IMAP, "a1 NO Login failed.", Likely},
		{fact.POP3, "-ERR invalid password", Certain},
		{fact.SMTP, "535 5.7.8 Error: authentication failed", Certain},
		{fact.SMTP, "535 ", Likely},
		{fact.IMAP, "a1 NO the blue horse is not at home", Possible},
		{fact.POP3, "-ERR 0x8123 see log", Possible},
		{fact.SMTP, "550 computer says no", Possible},
	} {
		s := serving(c.protocol, "mail.example.com", 993)
		s.Login = refusedLogin(c.protocol, c.text)
		f := only(t, runOf(s), "auth.rejected")
		if f.Confidence != c.confidence {
			t.Errorf("%q: %s, want %s", c.text, f.Confidence, c.confidence)
		}
		if (f.Confidence == Possible) != (len(f.Alternatives) > 0) && f.Confidence != Likely {
			t.Errorf("%q: %s with alternatives %v", c.text, f.Confidence, f.Alternatives)
		}
	}
}

// Where a measured cause's own words stand in a refusal, the measurement has not confirmed it: it is an alternative.
func TestWordsOfMeasuredCauses(t *testing.T) {
	for _, text := range []string{"a1 NO [PRIVACYREQUIRED] Cleartext authentication disallowed on non-secure (SSL/TLS) connections.", "a1 NO Login only available under a layer"} {
		s := serving(fact.IMAP, "imap.example.com", 993)
		s.Login = refusedLogin(fact.IMAP, text)
		f := only(t, runOf(s), "auth.rejected")
		if f.Confidence != Possible || len(f.Alternatives) == 0 || f.Alternatives[0] != "settings.wrong-security" {
			t.Errorf("%q: %s %v", text, f.Confidence, f.Alternatives)
		}
		if m := Match(text, nil, "", ""); len(m) == 0 || m[0].Code != "settings.wrong-security" {
			t.Errorf("%q as a bare text: %v", text, m)
		}
	}
	for _, text := range []string{"530 5.7.0 Must issue a STARTTLS command first", "538 5.7.11 Encryption required for requested authentication mechanism",
		"-ERR STLS is required.", "530 Login fail. A secure connection is requiered(such as ssl).", "530 5.7.7 Email sending without SSL/TLS encryption is not allowed."} {
		if m := Match(text, nil, "", ""); len(m) == 0 || m[0].Code != "settings.wrong-security" {
			t.Errorf("%q as a bare text: %v", text, m)
		}
	}
}

func TestLoginsThatBreakOff(t *testing.T) {
	for _, c := range []struct {
		class        fact.Class
		confidence   Confidence
		alternatives []string
	}{
		{fact.EOF, Possible, []string{"auth.locked", "auth.rejected"}},
		{fact.Reset, Possible, []string{"auth.locked", "auth.rejected"}},
		{fact.TimedOut, Likely, nil},
		{fact.WrongProtocol, Possible, nil},
	} {
		s := serving(fact.IMAP, "imap.example.com", 993)
		s.Login = &fact.Login{State: fact.LoginFailed, NameForm: "address",
			Failure: &fact.Failure{Stage: fact.StageAuth, Class: c.class, Op: "login", Raw: "raw words", AfterMS: 12000}}
		f := only(t, runOf(s), "service.temporary")
		if f.Confidence != c.confidence || !slices.Equal(f.Alternatives, c.alternatives) {
			t.Errorf("%s: %s %v", c.class, f.Confidence, f.Alternatives)
		}
		contains(t, "evidence", textOf(f.Evidence, lang.EN), "imap.example.com:993")
	}
	// What the end of the run cut off says nothing about the server.
	s := serving(fact.IMAP, "imap.example.com", 993)
	s.Login = &fact.Login{State: fact.LoginFailed, Failure: &fact.Failure{Stage: fact.StageAuth, Class: fact.Cut, Op: "login"}}
	if v := said(t, runOf(s)); len(v.Findings) != 0 || len(v.Unexplained) != 1 {
		t.Errorf("a login that was cut off: %v, %d unexplained", codesOf(v), len(v.Unexplained))
	}
}

// refusedAt is a service whose walk ended with a refusal.
func refusedAt(p fact.Protocol, op string, reply *fact.Reply) fact.Service {
	s := serving(p, "mail.example.com", 587)
	a := &s.Attempts[0]
	a.Talk = fact.Talk{}
	if op != "greeting" {
		a.Talk.Greeting = &fact.Reply{Kind: fact.ReplyOK}
	}
	a.Failure = &fact.Failure{Stage: stageOf[op], Class: fact.Answered, Op: op, Reply: reply}
	return s
}

func TestRefusalsBeforeTheLogin(t *testing.T) {
	for _, c := range []struct{ op, text, code string }{
		{"greeting", "421 4.3.2 Service not available", "service.rejecting"},
		{"greeting", "450 4.3.2 try again later", "service.rejecting"},
		{"greeting", "554 go away", "service.rejecting"},
		{"capability", "421 4.7.0 rate limited", "service.rejecting"},
		{"capability", "421 4.7.0 try again later", "service.rejecting"},
		{"capability", "450 4.3.2 system error, try again", "service.temporary"},
		{"greeting", "421 4.7.0 mail.example.com Error: too many connections from 192.0.2.1", "auth.too-many-connections"},
		{"greeting", "554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", "send.address-blocked"},
	} {
		f := only(t, runOf(refusedAt(fact.SMTP, c.op, readReply(fact.SMTP, c.text))), c.code)
		contains(t, "evidence of "+c.text, textOf(f.Evidence, lang.ZH), c.text)
	}
	// Two ports of one host that turn connections away are one trouble.
	a, b := refusedAt(fact.SMTP, "greeting", readReply(fact.SMTP, "554 no")), refusedAt(fact.SMTP, "greeting", readReply(fact.SMTP, "554 no"))
	b.Port = 465
	if f := only(t, runOf(a, b), "service.rejecting"); len(f.Claims) != 2 {
		t.Errorf("%d claims", len(f.Claims))
	}
	// A connection that breaks before the greeting is another cause's matter.
	s := refusedAt(fact.SMTP, "greeting", nil)
	s.Attempts[0].Failure.Class = fact.EOF
	if v := said(t, runOf(s)); len(v.Findings) != 0 {
		t.Errorf("no greeting means %v", codesOf(v))
	}
	s = refusedAt(fact.SMTP, "capability", nil)
	s.Attempts[0].Failure.Class = fact.TimedOut
	only(t, runOf(s), "service.temporary")
}

func TestStepsBehindTheLogin(t *testing.T) {
	smtp := serving(fact.SMTP, "smtp.example.com", 465)
	smtp.Login = &fact.Login{State: fact.LoginOK, NameForm: "address", Mail: &fact.Step{Reply: &fact.Reply{Kind: fact.ReplyOK, Code: 250}},
		Rcpt: &fact.Step{Reply: readReply(fact.SMTP, "550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown")}}
	f := only(t, runOf(smtp), "send.recipient-rejected")
	contains(t, "evidence", textOf(f.Evidence, lang.EN), "bob@example.org (RCPT TO)", "550 5.1.1 <bob@example.org>")
	smtp.Login.Rcpt = nil
	smtp.Login.Mail = &fact.Step{Reply: readReply(fact.SMTP, "550 5.1.0 rejected")}
	f = only(t, runOf(smtp), "send.sender-rejected")
	contains(t, "evidence", textOf(f.Evidence, lang.EN), "ann@example.com (MAIL FROM)")

	imap := serving(fact.IMAP, "imap.163.com", 993)
	imap.Login = &fact.Login{State: fact.LoginOK, Mailbox: &fact.Step{Reply: readReply(fact.IMAP, "a3 NO EXAMINE Unsafe Login. Please contact kefu@188.com for help")}}
	f = only(t, runOf(imap), "auth.client-id-required")
	if f.Confidence != Certain {
		t.Errorf("confidence %s", f.Confidence)
	}
}

func TestHintsOnThePassword(t *testing.T) {
	s := serving(fact.IMAP, "imap.example.com", 993)
	s.Login = refusedLogin(fact.IMAP, "a1 NO [AUTHENTICATIONFAILED] Authentication failed.")
	for _, c := range []struct {
		odd    *fact.Password
		en, zh string
	}{
		{nil, "", ""},
		{&fact.Password{EdgeBlanks: true}, "begins or ends with a blank", "空格"},
		{&fact.Password{FullWidth: true}, "full-width", "全角"},
		{&fact.Password{Invisible: true}, "invisible", "看不见"},
	} {
		set := runOf(s)
		set.Password = c.odd
		f := only(t, set, "auth.rejected")
		contains(t, "the first fix", f.Fixes[0].In(lang.EN), c.en)
		contains(t, "the first fix", f.Fixes[0].In(lang.ZH), c.zh)
		if c.odd == nil && strings.Contains(textOf(f.Fixes, lang.EN), "The password given") {
			t.Error("a hint on the password without a reason")
		}
	}
}

// What comes from outside is never read as a placeholder, and no placeholder is left over.
func TestTextsAreFilledIn(t *testing.T) {
	places := map[fact.Stage]func(*fact.Reply) fact.Service{
		fact.StageService: func(r *fact.Reply) fact.Service { return refusedAt(fact.SMTP, "greeting", r) },
		fact.StageAuth: func(r *fact.Reply) fact.Service {
			s := serving(fact.IMAP, "imap.example.com", 993)
			s.Login = &fact.Login{State: fact.LoginRefused, NameForm: "other", Reply: r}
			return s
		},
		fact.StageMailbox: func(r *fact.Reply) fact.Service {
			s := serving(fact.IMAP, "imap.163.com", 993)
			s.Login = &fact.Login{State: fact.LoginOK, Mailbox: &fact.Step{Reply: r}}
			return s
		},
		fact.StageSend: func(r *fact.Reply) fact.Service {
			s := serving(fact.SMTP, "smtp.office365.com", 465)
			s.Login = &fact.Login{State: fact.LoginOK, Rcpt: &fact.Step{Reply: r}}
			return s
		},
	}
	for cause := range advices {
		if cause.Find != nil {
			continue
		}
		for stage, make := range places {
			set := runOf(make(&fact.Reply{Kind: fact.ReplyNo, Lines: []string{"550 {host} {login}"}}))
			set.Run.Login, set.Password = "{service}", &fact.Password{Invisible: true}
			c := NewCase(set)
			s := &set.Services[0]
			told := &told{Case: c, failures: c.Open(), provider: providerOf(s.Host), meaning: Meaning{cause: cause, Says: &Says{}, Confidence: Possible, Alternatives: []string{"x"}}}
			f := told.finding(cause)
			for _, l := range []lang.Lang{lang.EN, lang.ZH} {
				all := f.Summary.In(l) + "\n" + textOf(f.Fixes, l)
				if left := strings.ReplaceAll(all, "{service}", ""); strings.ContainsAny(left, "{}") {
					t.Errorf("%s at %s: a placeholder is left:\n%s", cause.Code, stage, all)
				}
				contains(t, "evidence", textOf(f.Evidence, l), "550 {host} {login}")
			}
			if f.Summary.Empty() || len(f.Fixes) < 2 {
				t.Errorf("%s at %s: summary %q, %d fixes", cause.Code, stage, f.Summary.In(lang.EN), len(f.Fixes))
			}
		}
	}
}
