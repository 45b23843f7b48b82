package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// advice makes the texts of a cause that words reveal, for one occurrence of it.
type advice func(t *told) (summary lang.Text, fixes []lang.Text)

// advices has one for each of these causes; it is filled while the package's variables are made.
var advices = map[*Cause]advice{}

// revealed makes a cause that words reveal: it has no Find of its own.
func revealed(c Cause, a advice) *Cause {
	cause := &c
	advices[cause] = a
	return cause
}

// told is one occurrence of such a cause: the failures that mean it, and what is known around them.
type told struct {
	*Case
	meaning  Meaning
	failures []*Failure
	provider *provider // of the first failure's host; nil: unknown
}

// bySentence finds what a cause without a rule of its own explains: the open failures whose best
// meaning it is. Failures of one account are one finding, as one fix mends them.
func bySentence(cause *Cause, c *Case) []Finding {
	var groups []*told
	byKey := map[string]*told{}
	for _, f := range c.Open() {
		m, ok := c.judge(f)
		if !ok || m.cause != cause {
			continue
		}
		key := f.groupKey(m)
		if t := byKey[key]; t != nil {
			t.failures = append(t.failures, f)
			continue
		}
		t := &told{Case: c, meaning: m, failures: []*Failure{f}, provider: c.behind(f.Service, m.Says)}
		byKey[key] = t
		groups = append(groups, t)
	}
	out := make([]Finding, 0, len(groups))
	for _, t := range groups {
		out = append(out, t.finding(cause))
	}
	return out
}

// groupKey: what an account may not do is one trouble for all its services; refused credentials are a set of
// their own wherever a login was made with them; a server's troubles are one per host.
func (f *Failure) groupKey(m Meaning) string {
	switch {
	case f.Stage == fact.StageAuth && m.Code != "auth.rejected" && strings.HasPrefix(m.Code, "auth."):
		return ""
	case strings.HasPrefix(m.Code, "service."):
		return f.Service.Host
	}
	return endpoint(f.Service)
}

func (t *told) finding(cause *Cause) Finding {
	f := Finding{Subject: endpoint(t.first().Service), Claims: t.failures,
		Confidence: t.meaning.Confidence, Alternatives: t.meaning.Alternatives}
	f.Summary, f.Fixes = lang.Same(""), nil
	if a := advices[cause]; a != nil {
		f.Summary, f.Fixes = a(t)
	}
	if f.Summary.Empty() {
		f.Summary = cause.Title
	}
	for i, text := range f.Fixes {
		f.Fixes[i] = t.fill(text)
	}
	f.Summary = t.fill(f.Summary)
	f.Evidence = t.evidence()
	return f
}

// judge finds the best meaning of a failure among the causes that words reveal. A failure that only
// another cause's rule could explain, and did not, keeps that code as an alternative.
func (c *Case) judge(f *Failure) (Meaning, bool) {
	if f.Certificate {
		return Meaning{}, false
	}
	if f.Class() != fact.Answered || f.Reply == nil {
		if c.onlyOAuth(f) {
			return Meaning{Code: authOAuthRequired.Code, cause: authOAuthRequired, Confidence: Certain}, true
		}
		if m, ok := c.lastWords(f); ok {
			return m, true
		}
		return brokenOff(f)
	}
	return c.reply(f)
}

// lastWords judges what a server said, outside of any answer, before it hung up on a login: hMailServer tells so that it
// has locked somebody out. Only words that mean something count.
func (c *Case) lastWords(f *Failure) (Meaning, bool) {
	if f.Reply == nil || f.Stage != fact.StageAuth || (f.Class() != fact.EOF && f.Class() != fact.Reset) {
		return Meaning{}, false
	}
	m, ok := c.reply(f)
	return m, ok && len(m.Says.Words) > 0 && !m.Says.Vague
}

// reply judges a reply by its best meaning.
func (c *Case) reply(f *Failure) (Meaning, bool) {
	product := ""
	p := c.provider(f.Service)
	if p != nil {
		product = p.product
	}
	h := hear("", f.Reply, f.Stage, f.op(), f.Service.Protocol, product)
	var others []string
	for _, m := range h.meanings() {
		if m.cause.Find != nil {
			others = append(others, m.Code)
			continue
		}
		if len(others) > 0 {
			m.Alternatives = append(others, m.Alternatives...)
			m.Confidence = Possible
		}
		if m.Code == authRejected.Code {
			m = c.credentials(m, f, h, p)
		}
		if m.Code == serviceTemporary.Code && h.op == "greeting" {
			// A server that says no as its greeting is rejecting, whatever its reason (contract).
			m.Code, m.cause, m.Confidence, m.Alternatives = serviceRejecting.Code, serviceRejecting, Certain, nil
		}
		m.Alternatives = without(m.Alternatives, m.Code)
		return m, true
	}
	return Meaning{}, false
}

// op is the command that the failure answers, where its stage alone does not tell.
func (f *Failure) op() string {
	if f.Failure != nil && f.Failure.Op != "" {
		return f.Failure.Op
	}
	if l := f.Service.Login; l != nil && f.Stage == fact.StageSend && f.Reply != nil {
		switch {
		case l.Mail != nil && l.Mail.Reply == f.Reply:
			return "MAIL FROM"
		case l.Rcpt != nil && l.Rcpt.Reply == f.Reply:
			return "RCPT TO"
		}
	}
	return ""
}

// brokenOff judges a connection that broke after the greeting without an answer. The other side had let us in and then
// fell silent or hung up: as a rule its own trouble, though some servers hang up on a ban or a wrong password too.
func brokenOff(f *Failure) (Meaning, bool) {
	m := Meaning{Code: serviceTemporary.Code, cause: serviceTemporary, Confidence: Possible}
	if f.Failure == nil {
		return m, false
	}
	switch class := f.Failure.Class; {
	case class == fact.Cut, class == fact.NotOffered:
		return m, false
	case f.Stage == fact.StageService && f.Failure.Op != "capability":
		return m, false
	case f.Stage == fact.StageAuth && (class == fact.EOF || class == fact.Reset):
		m.Alternatives = []string{authLocked.Code, authRejected.Code}
	case class == fact.TimedOut:
		m.Confidence = Likely
	}
	return m, slices.Contains([]fact.Stage{fact.StageService, fact.StageAuth, fact.StageMailbox, fact.StageSend}, f.Stage)
}

// credentials adds what is known beside the words to a login that was refused for its credentials: the form of the login
// name, and which kind of password the provider wants (its plain "wrong password" is what the account's own password
// gets there). A product's own sentence has said that already.
func (c *Case) credentials(m Meaning, f *Failure, h *heard, p *provider) Meaning {
	login := f.Service.Login
	if m.Says.Kind != "" && h.wordless() {
		m.Confidence = Likely
	}
	noAddress := login != nil && login.NameForm != "" && login.NameForm != "address"
	if m.Says.Product != "" {
		return m
	}
	if login != nil && login.Mechanism == "XOAUTH2" { // no password was sent that could be of the wrong kind
		return m
	}
	switch {
	case p != nil && c.strange(f.Service, p) != nil:
		m.Alternatives, m.Confidence = []string{"settings.wrong-host"}, Likely
	case c.wrongForm(f.Service):
		m = Meaning{Says: m.Says, Rank: m.Rank, cause: settingsLoginForm, Confidence: Likely, Alternatives: []string{authRejected.Code}}
		if p != nil {
			m.Alternatives = append(m.Alternatives, p.otherPasswords()...)
		}
	case p != nil && p.fullAddress && noAddress:
		m = Meaning{Says: m.Says, Rank: m.Rank, cause: settingsLoginForm, Confidence: Likely,
			Alternatives: append([]string{authRejected.Code}, p.otherPasswords()...)}
	case p != nil && p.password == oauthOnly && f.Service.Protocol != fact.SMTP:
		m = Meaning{Says: m.Says, Rank: m.Rank, cause: authOAuthRequired, Confidence: Likely, Alternatives: []string{authRejected.Code}}
	case p != nil && p.password == ownCode:
		m = Meaning{Says: m.Says, Rank: m.Rank, cause: authAppPasswordRequired, Confidence: Likely, Alternatives: []string{authRejected.Code}}
		if p.offAtFirst {
			m.Alternatives = append(m.Alternatives, authServiceDisabled.Code)
		}
	default:
		if noAddress {
			m.Alternatives = append(slices.Clone(m.Alternatives), settingsLoginForm.Code)
		}
		if p != nil {
			m.Alternatives = append(slices.Clone(m.Alternatives), p.otherPasswords()...)
		}
		if len(m.Alternatives) > 0 && m.Confidence == Certain {
			m.Confidence = Likely
		}
	}
	m.Code = m.cause.Code
	return m
}

// strange is the provider that the login name's domain belongs to, where that is another one than the server's; else nil.
func (c *Case) strange(s *fact.Service, p *provider) *provider {
	_, domain, _ := strings.Cut(c.loginName(s), "@")
	if other := providerOf("mail." + domain); other != nil && other.product != p.product {
		return other
	}
	return nil
}

func without(codes []string, code string) []string {
	var out []string
	for _, c := range codes {
		if c != code && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
