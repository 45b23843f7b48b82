package cause

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// defect is what has to be put right first about a certificate. One certificate may have several; then the order below
// decides, and the others are named in the evidence.
type defect int

const (
	noDefect defect = iota
	// A product's own certificate: whatever else is wrong with it, the server's is another one.
	isIntercepted
	// It stands for nobody: a made-up default mostly has a wrong name and old dates too, and a real one mends them all.
	isSelfSigned
	// A real certificate of another host: a new date or issuer would not make it this one's.
	isForAnotherName
	// Refused everywhere, whoever trusts the issuer.
	isExpired
	isNotYetValid
	// Refused where the issuer is not known.
	lacksIntermediate
	hasUnknownIssuer
	// Accepted by old clients, refused by new ones.
	hasNameInCNOnly
)

// defect judges the certificate of a walk. What is not known, a trust that could not be asked for above all, is no defect.
func (c *Case) defect(r reached) defect {
	if list := c.defects(r); len(list) > 0 {
		return list[0]
	}
	return noDefect
}

// defects lists all that is wrong with a certificate, in the order of the constants.
func (c *Case) defects(r reached) []defect {
	t := r.attempt.TLS
	leaf := t.Leaf()
	if leaf == nil || t.Trust == nil {
		return nil
	}
	var out []defect
	add := func(is bool, d defect) {
		if is {
			out = append(out, d)
		}
	}
	now := c.Run.Started
	add(t.Trust.System == fact.No && c.interceptor(r) != nil, isIntercepted)
	add(leaf.SelfSigned && t.Trust.System == fact.No, isSelfSigned)
	add(t.Trust.Name == fact.No && t.Trust.CommonName != fact.Yes, isForAnotherName)
	add(now.After(leaf.NotAfter) || c.expiredIssuer(t) != nil, isExpired)
	add(now.Before(leaf.NotBefore), isNotYetValid)
	if t.Trust.System == fact.No && !leaf.SelfSigned && c.expiredIssuer(t) == nil {
		lacks := t.Trust.Public != fact.Yes && c.missingIssuer(t) != ""
		add(lacks, lacksIntermediate)
		add(!lacks, hasUnknownIssuer)
	}
	add(t.Trust.Name == fact.No && t.Trust.CommonName == fact.Yes, hasNameInCNOnly)
	return out
}

// certificates are the open failures whose certificate has this as its first defect, one group a certificate.
func (c *Case) certificates(d defect) [][]*Failure {
	var bad []*Failure
	for _, f := range c.known(fact.StageTLS) {
		if f.Certificate && c.defect(reached{f.Service, f.Attempt}) == d {
			bad = append(bad, f)
		}
	}
	return grouped(bad, sameLeaf)
}

// expiredIssuer is a certificate above the leaf that was sent, is needed and has expired, while the leaf is within its dates
// and no chain could be built; or nil.
func (c *Case) expiredIssuer(t *fact.TLSInfo) *fact.Cert {
	if t.Trust.System != fact.No || t.Trust.Public == fact.Yes || !t.ValidAt(c.Run.Started) {
		return nil
	}
	for _, cert := range path(t.Chain)[1:] {
		if c.Run.Started.After(cert.NotAfter) {
			return cert
		}
	}
	return nil
}

// path follows the issuers' names from the leaf through what was sent.
func path(chain []fact.Cert) []*fact.Cert {
	out := []*fact.Cert{&chain[0]}
	for {
		last := out[len(out)-1]
		i := slices.IndexFunc(chain, func(o fact.Cert) bool { return o.Subject == last.Issuer })
		if i < 0 || slices.Contains(out, &chain[i]) {
			return out
		}
		out = append(out, &chain[i])
	}
}

// missingIssuer is the name of the intermediate certificate that the server does not send, where something speaks for there
// being one; else "": the chain may simply end at a root that nobody here knows. A trusted root of kindred name speaks for it,
// or another server of this run that sends the same intermediate, or an address in the certificate where a public issuer offers it.
func (c *Case) missingIssuer(t *fact.TLSInfo) string {
	links := path(t.Chain)
	last := links[len(links)-1]
	if last.Subject == last.Issuer || t.Trust.SentAlone == fact.Yes {
		return ""
	}
	if t.Trust.KinRoot != "" || c.seenTrusted(last.Issuer) || slices.ContainsFunc(last.CAIssuers, publicAddress(last)) {
		return last.Issuer
	}
	return ""
}

// seenTrusted says whether another server showed a chain that holds and contains that issuer.
func (c *Case) seenTrusted(issuer string) bool {
	return len(c.connections(func(a *fact.Attempt) bool {
		return a.TLS.Leaf() != nil && a.TLS.Trust != nil && a.TLS.Trust.System == fact.Yes &&
			slices.ContainsFunc(a.TLS.Chain[1:], func(o fact.Cert) bool { return o.Subject == issuer })
	})) > 0
}

// publicAddress tells the address of a public issuer from that of a company's own, as a Windows domain writes it.
func publicAddress(cert *fact.Cert) func(string) bool {
	return func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && (u.Scheme == "http" || u.Scheme == "https") && !privateUse(u.Hostname()) &&
			!strings.Contains(strings.ToLower(u.Path), "certenroll") && !strings.Contains(cert.Issuer, "DC=")
	}
}

// certFinding starts a finding about one bad certificate: the certificate itself is the proof, and its other defects are named.
func (c *Case) certFinding(group []*Failure, first defect) Finding {
	f := c.finding(group)
	f.Evidence = nil
	for _, x := range group {
		f.Evidence = append(f.Evidence, certLine(x.Service, x.Attempt))
	}
	r := reached{group[0].Service, group[0].Attempt}
	for _, d := range c.defects(r) {
		if d != first && (first != isIntercepted || d != hasUnknownIssuer) {
			f.Evidence = append(f.Evidence, c.alsoWrong(r, d))
		}
	}
	return f
}

// alsoWrong names a further defect of the same certificate.
func (c *Case) alsoWrong(r reached, d defect) lang.Text {
	leaf := r.attempt.TLS.Leaf()
	switch d {
	case isSelfSigned:
		return lang.T("it is also signed by nobody but itself", "而且它是自己给自己签发的")
	case isForAnotherName:
		return lang.T("it is also not valid for the name {host}", "而且它不适用于 {host} 这个名称").With("host", r.service.Host)
	case isExpired:
		if e := c.expiredIssuer(r.attempt.TLS); e != nil {
			return lang.T("its issuer's certificate has expired on {date} as well", "而且它的签发机构的证书也已在 {date} 过期").With("date", day(e.NotAfter))
		}
		return lang.T("it has also expired on {date}", "而且它已在 {date} 过期").With("date", day(leaf.NotAfter))
	case isNotYetValid:
		return lang.T("it is also not valid before {date}", "而且它要到 {date} 才生效").With("date", day(leaf.NotBefore))
	case lacksIntermediate:
		return lang.T("the server also leaves out the intermediate certificate {issuer}", "而且服务器没有发送中间证书 {issuer}").With("issuer", c.missingIssuer(r.attempt.TLS))
	case hasNameInCNOnly:
		return lang.T("it also names the server only in its CN, in the old way", "而且它只按旧方式在 CN 里写了服务器名称")
	}
	return lang.T("this PC does not know its issuer either: {issuer}", "而且本机不认识它的签发机构：{issuer}").With("issuer", issuer(leaf))
}

// maybeClock names the clock as another cause where a certificate is out of its dates and nothing shows that the clock is right.
func (c *Case) maybeClock(f *Finding) {
	now := lang.T("the clock of this PC: {now}", "本机时间：{now}").With("now", moment(c.Run.Started))
	f.Evidence = append(f.Evidence, now)
	if !c.clock().right {
		f.alternative("client.clock-wrong")
		f.Fixes = slices.Insert(f.Fixes, 0, lang.T("First make sure that this PC's own date is right: it says {now}.", "先确认这台电脑的日期是对的：它现在是 {now}。").With("now", moment(c.Run.Started)))
	}
}

// fixNoException warns of the shortcut.
var fixNoException = lang.T("Until then, do not accept the certificate for good in your mail program: it could not tell a forged server any more.",
	"在那之前，不要在邮件客户端里选“永久信任此证书”：那样一来遇到冒充的服务器也分辨不出来。")

// since tells how long ago, or how far off, a date is.
func (c *Case) since(t time.Time) lang.Text { return apart(c.Run.Started, t) }

// ipHost says whether a service is set to an address in place of a name.
func ipHost(s *fact.Service) bool {
	_, err := netip.ParseAddr(s.Host)
	return err == nil
}
