//go:build linux

package real

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"
)

// Chain is what a site's servers send for a certificate.
type Chain int

const (
	Good           Chain = iota // valid, with its intermediate, up to the lab's root
	Expired                     // ended a week ago
	NotYetValid                 // begins in a month
	WrongName                   // for mail.provider.example
	SelfSigned                  // signed by its own key
	UnknownIssuer               // a whole chain up to a root that nobody trusts
	NoIntermediate              // the leaf of Good alone
	RSAKey                      // Good with an RSA key, for RSA key exchange
)

// pki is the lab's certification: one root that the tools are told of by --ca, and one that nobody is told of.
type pki struct {
	root, issuer         *ca
	strangeRoot, strange *ca
	key                  *ecdsa.PrivateKey // of all leaves but the RSA ones
	now                  time.Time
	serial               int64
}

// ca is a certificate that signs others.
type ca struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func newPKI(now time.Time) (*pki, error) {
	p := &pki{now: now}
	var err error
	if p.key, err = newKey(); err != nil {
		return nil, err
	}
	if p.root, err = p.authority("Lab", "Lab Root CA", nil); err != nil {
		return nil, err
	}
	if p.issuer, err = p.authority("Lab", "Lab Issuing CA", p.root); err != nil {
		return nil, err
	}
	if p.strangeRoot, err = p.authority("Elsewhere", "Elsewhere Root CA", nil); err != nil {
		return nil, err
	}
	p.strange, err = p.authority("Elsewhere", "Elsewhere Issuing CA", p.strangeRoot)
	return p, err
}

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// authority makes a CA: a root without a parent, else an intermediate.
func (p *pki) authority(org, name string, parent *ca) (*ca, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	tmpl := p.template(org, name)
	tmpl.IsCA, tmpl.BasicConstraintsValid = true, true
	tmpl.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	tmpl.NotBefore, tmpl.NotAfter = p.now.AddDate(-5, 0, 0), p.now.AddDate(5, 0, 0)
	self := &ca{tmpl, key}
	if parent == nil {
		parent = self
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent.cert, key.Public(), parent.key)
	if err != nil {
		return nil, err
	}
	self.cert, err = x509.ParseCertificate(der)
	return self, err
}

func (p *pki) template(org, name string) *x509.Certificate {
	p.serial++
	return &x509.Certificate{
		SerialNumber: big.NewInt(1000 + p.serial),
		Subject:      pkix.Name{Organization: []string{org}, CommonName: name},
		NotBefore:    p.now.AddDate(0, -1, 0),
		NotAfter:     p.now.AddDate(0, 2, 0),
	}
}

// leaf makes a server certificate for the names. It returns the chain as the server sends it and the
// private key, both PEM.
func (p *pki) leaf(kind Chain, names ...string) (chain, key []byte, err error) {
	if kind == WrongName {
		names = []string{"mail.provider.example", "provider.example"}
	}
	tmpl := p.template("Mail", names[0])
	tmpl.DNSNames = names
	tmpl.KeyUsage = x509.KeyUsageDigitalSignature
	tmpl.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	var signer crypto.Signer = p.key
	issuer := p.issuer
	switch kind {
	case Expired:
		tmpl.NotBefore, tmpl.NotAfter = p.now.AddDate(0, -3, 0), p.now.AddDate(0, 0, -7)
	case NotYetValid:
		tmpl.NotBefore, tmpl.NotAfter = p.now.AddDate(0, 1, 0), p.now.AddDate(0, 4, 0)
	case SelfSigned:
		issuer = &ca{tmpl, p.key}
	case UnknownIssuer:
		issuer = p.strange
	case RSAKey:
		if signer, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return nil, nil, err
		}
		tmpl.KeyUsage |= x509.KeyUsageKeyEncipherment
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, issuer.cert, signer.Public(), issuer.key)
	if err != nil {
		return nil, nil, err
	}
	chain = pemBlock("CERTIFICATE", der)
	if kind != SelfSigned && kind != NoIntermediate {
		chain = append(chain, pemBlock("CERTIFICATE", issuer.cert.Raw)...)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(signer)
	if err != nil {
		return nil, nil, err
	}
	return chain, pemBlock("PRIVATE KEY", pkcs8), nil
}

// rootPEM is the file for --ca.
func (p *pki) rootPEM() []byte { return pemBlock("CERTIFICATE", p.root.cert.Raw) }

func pemBlock(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
