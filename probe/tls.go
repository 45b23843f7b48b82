package probe

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"time"

	"maildiag/probe/fact"
)

// trustTimeout bounds one question to the system's store: Windows may fetch missing certificates from the net, and
// can't be cancelled.
const trustTimeout = 3 * time.Second

// tlsConfig is the ClientHello of that kind. Nothing is verified in the handshake: it can fail only as a handshake.
func tlsConfig(host string, hello fact.ClientHello) *tls.Config {
	c := &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12} //nolint:gosec // trust is measured afterwards
	if net.ParseIP(host) == nil {
		c.ServerName = host
	}
	switch hello {
	case fact.HelloSmall:
		c.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP256}
	case fact.HelloLegacy:
		c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS12
		c.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}
		for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
			c.CipherSuites = append(c.CipherSuites, s.ID)
		}
	}
	return c
}

// truster asks about certificates, each chain once a run.
type truster struct {
	env  *Env
	mu   sync.Mutex
	seen map[string]*trustQuestion
}

type trustQuestion struct {
	once   sync.Once
	answer *fact.Trust
}

// info writes a finished handshake down.
func (t *truster) info(ctx context.Context, state tls.ConnectionState, host string, hello fact.ClientHello, took time.Duration) *fact.TLSInfo {
	info := &fact.TLSInfo{ClientHello: hello, MS: ms(took), Version: tls.VersionName(state.Version), Cipher: tls.CipherSuiteName(state.CipherSuite)}
	if state.CurveID != 0 {
		info.Group = state.CurveID.String()
	}
	for i, cert := range state.PeerCertificates {
		if i == 10 {
			break
		}
		info.Chain = append(info.Chain, describe(cert))
	}
	if len(info.Chain) > 0 {
		info.Trust = t.ask(ctx, host, state.PeerCertificates)
	}
	return info
}

func (t *truster) ask(ctx context.Context, host string, chain []*x509.Certificate) *fact.Trust {
	key := host
	for _, c := range chain {
		sum := sha256.Sum256(c.Raw)
		key += string(sum[:])
	}
	t.mu.Lock()
	if t.seen == nil {
		t.seen = map[string]*trustQuestion{}
	}
	q := t.seen[key]
	if q == nil {
		q = &trustQuestion{}
		t.seen[key] = q
	}
	t.mu.Unlock()
	q.once.Do(func() { q.answer = t.env.trust(ctx, host, chain) })
	return q.answer
}

// trust measures what the stores say of a chain, each question on its own.
func (env *Env) trust(ctx context.Context, host string, chain []*x509.Certificate) *fact.Trust {
	leaf := chain[0]
	opts := x509.VerifyOptions{Intermediates: x509.NewCertPool(), CurrentTime: env.Now()}
	if opts.CurrentTime.Before(leaf.NotBefore) || opts.CurrentTime.After(leaf.NotAfter) {
		opts.CurrentTime = leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2)
	}
	for _, c := range chain[1:] {
		opts.Intermediates.AddCert(c)
	}
	t := &fact.Trust{Name: fact.Is(leaf.VerifyHostname(host) == nil), CommonName: fact.No}
	if len(leaf.DNSNames)+len(leaf.IPAddresses) == 0 && strings.EqualFold(leaf.Subject.CommonName, host) {
		t.CommonName = fact.Yes
	}
	system, err := env.systemTrust(ctx, leaf, opts)
	switch {
	case err == nil:
		t.System, t.Root = fact.Yes, rootOf(system)
	case ctx.Err() == nil && err != errTrustLate:
		t.System, t.SystemError = fact.No, escape(err.Error())
	}
	if public := env.Roots.public(); public != nil {
		opts.Roots = public
		chains, err := leaf.Verify(opts)
		t.Public = fact.Is(err == nil)
		if t.Root == "" {
			t.Root = rootOf(chains)
		}
	}
	env.extraTrust(t, leaf, opts)
	t.SentAlone = env.sentAlone(t)
	t.KinRoot = env.kin(leaf, chain)
	return t
}

var errTrustLate = fmt.Errorf("this PC's certificate store did not answer within %v", trustTimeout)

// systemTrust asks this PC's own store.
func (env *Env) systemTrust(ctx context.Context, leaf *x509.Certificate, opts x509.VerifyOptions) ([][]*x509.Certificate, error) {
	type result struct {
		chains [][]*x509.Certificate
		err    error
	}
	opts.Roots = env.Roots.System
	done := make(chan result, 1)
	go func() {
		chains, err := leaf.Verify(opts)
		done <- result{chains, err}
	}()
	timer := time.NewTimer(trustTimeout)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.chains, r.err
	case <-timer.C:
		return nil, errTrustLate
	case <-ctx.Done():
		return nil, errTrustLate
	}
}

// extraTrust tries the certificates of --ca where the system's store did not do.
func (env *Env) extraTrust(t *fact.Trust, leaf *x509.Certificate, opts x509.VerifyOptions) {
	if t.System == fact.Yes || len(env.Roots.Extra) == 0 {
		return
	}
	opts.Roots = x509.NewCertPool()
	for _, c := range env.Roots.Extra {
		opts.Roots.AddCert(c)
	}
	if chains, err := leaf.Verify(opts); err == nil {
		t.System, t.Extra, t.SystemError, t.Root = fact.Yes, true, "", rootOf(chains)
	}
}

// sentAlone: Go's own verifier and pools use only what was sent; Windows and macOS may have fetched or remembered an
// intermediate, so their yes says nothing here.
func (env *Env) sentAlone(t *fact.Trust) fact.Answer {
	switch {
	case t.Public == fact.Yes, t.Extra:
		return fact.Yes
	case env.Roots.System == nil && (runtime.GOOS == "windows" || runtime.GOOS == "darwin") && t.System == fact.Yes:
		return fact.Unknown
	}
	return t.System
}

// kin looks for a trusted root that seems to belong to the missing issuer of the chain: the one that the leaf's own
// authority key identifier names, else one of the same organisation.
func (env *Env) kin(leaf *x509.Certificate, chain []*x509.Certificate) string {
	last := chain[len(chain)-1]
	if last.Issuer.String() == last.Subject.String() {
		return ""
	}
	above := authorityIssuer(last)
	for _, root := range env.Roots.certs() {
		sameOrg := len(last.Issuer.Organization) > 0 && len(root.Subject.Organization) > 0 &&
			strings.EqualFold(last.Issuer.Organization[0], root.Subject.Organization[0])
		if sameOrg || (above != "" && above == root.Subject.String()) {
			return escape(root.Subject.String())
		}
	}
	return ""
}

// authorityIssuer reads the name of the issuer's own issuer from the authority key identifier (RFC 5280 section
// 4.2.1.1), where it is there: it points past a missing intermediate to its root.
func authorityIssuer(cert *x509.Certificate) string {
	for _, ext := range cert.Extensions {
		if !ext.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 35}) {
			continue
		}
		var aki struct {
			KeyID  asn1.RawValue   `asn1:"optional,tag:0"`
			Issuer []asn1.RawValue `asn1:"optional,tag:1"`
			Serial asn1.RawValue   `asn1:"optional,tag:2"`
		}
		if _, err := asn1.Unmarshal(ext.Value, &aki); err != nil {
			return ""
		}
		for _, name := range aki.Issuer {
			var rdn pkix.RDNSequence
			if name.Tag != 4 {
				continue
			}
			if _, err := asn1.Unmarshal(name.Bytes, &rdn); err == nil {
				var n pkix.Name
				n.FillFromRDNSequence(&rdn)
				return n.String()
			}
		}
	}
	return ""
}

func rootOf(chains [][]*x509.Certificate) string {
	if len(chains) == 0 || len(chains[0]) == 0 {
		return ""
	}
	return escape(chains[0][len(chains[0])-1].Subject.String())
}

// describe keeps of a certificate what rules and people need.
func describe(c *x509.Certificate) fact.Cert {
	sum, key := sha256.Sum256(c.Raw), sha256.Sum256(c.RawSubjectPublicKeyInfo)
	d := fact.Cert{
		Subject: escape(c.Subject.String()), CommonName: escape(c.Subject.CommonName), Issuer: escape(c.Issuer.String()),
		NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
		SHA256: hex.EncodeToString(sum[:]), KeySHA256: hex.EncodeToString(key[:]),
		SelfSigned: c.Subject.String() == c.Issuer.String() && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil,
		CA:         c.IsCA, Key: keyName(c), Signature: c.SignatureAlgorithm.String(),
	}
	issuer := append(append([]string{}, c.Issuer.Organization...), c.Issuer.OrganizationalUnit...)
	d.IssuerOrg = escape(strings.Join(append(issuer, c.Issuer.CommonName), " / "))
	for i, n := range c.DNSNames {
		if i == maxLines {
			break
		}
		d.DNSNames = append(d.DNSNames, escape(n))
	}
	for _, ip := range c.IPAddresses {
		d.IPs = append(d.IPs, ip.String())
	}
	for _, u := range c.IssuingCertificateURL {
		d.CAIssuers = append(d.CAIssuers, escape(u))
	}
	return d
}

func keyName(c *x509.Certificate) string {
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", k.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + k.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return c.PublicKeyAlgorithm.String()
}
