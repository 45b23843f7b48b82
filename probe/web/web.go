// Package web fetches single pages within bounds: files of settings, a webmail page, a connectivity check.
//
// It owns the bounds (size, time, redirects) and the one HTTP client. Every redirect is looked at here, and none leads
// from https back to http.
//
// Not here: what a page means (probe/discover reads settings out of it, report/cause judges), and where the system's
// proxy settings come from (probe/host).
package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Page is the answer to one request. Redirects are not followed: Location has where one leads.
type Page struct {
	Status   int
	Location string
	Type     string // Content-Type
	Date     string // the server's clock
	Server   string
	Body     []byte // at most MaxBody
	Cut      bool   // the body was longer
}

// Fetch makes one GET request. The certificate of an https address is verified.
type Fetch func(ctx context.Context, address string) (*Page, error)

// MaxBody is more than any file of settings has, and enough of a web page to recognise it.
const MaxBody = 256 << 10

// Options are the doors of a client.
type Options struct {
	// Dial opens a connection to "host:port"; it looks up the name.
	Dial  func(ctx context.Context, network, address string) (net.Conn, error)
	Roots func() *x509.CertPool                 // nil: the system's
	Proxy func(*http.Request) (*url.URL, error) // nil: none
}

// Client makes a Fetch. Nothing is kept between two requests: no connection, no cookie.
func Client(o Options) Fetch {
	return func(ctx context.Context, address string) (*Page, error) {
		t := &http.Transport{DialContext: o.Dial, Proxy: o.Proxy, DisableKeepAlives: true, DisableCompression: true,
			MaxResponseHeaderBytes: 64 << 10, TLSHandshakeTimeout: 5 * time.Second, ForceAttemptHTTP2: false}
		if o.Roots != nil {
			t.TLSClientConfig = &tls.Config{RootCAs: o.Roots()}
		}
		defer t.CloseIdleConnections()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("User-Agent", "maildiag")
		req.Header.Set("Accept", "*/*")
		resp, err := t.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
		if err != nil {
			return nil, err
		}
		p := &Page{Status: resp.StatusCode, Location: resp.Header.Get("Location"), Type: resp.Header.Get("Content-Type"),
			Date: resp.Header.Get("Date"), Server: resp.Header.Get("Server"), Body: body}
		if p.Cut = len(body) > MaxBody; p.Cut {
			p.Body = body[:MaxBody]
		}
		return p, nil
	}
}

// What Get ends with, beside what Fetch does.
var (
	ErrRedirects = errors.New("too many redirects")
	ErrDowngrade = errors.New("a redirect leads from https to http")
	ErrRedirect  = errors.New("a redirect leads to an address that can't be used")
)

// Get follows at most so many redirects and gives the last page and its address.
func Get(ctx context.Context, fetch Fetch, address string, redirects int) (*Page, string, error) {
	for {
		p, err := fetch(ctx, address)
		if err != nil {
			return nil, address, err
		}
		if !isRedirect(p.Status) || p.Location == "" {
			return p, address, nil
		}
		if redirects--; redirects < 0 {
			return nil, address, ErrRedirects
		}
		if address, err = follow(address, p.Location); err != nil {
			return nil, address, err
		}
	}
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow works out where a redirect leads, and refuses what no honest server asks for.
func follow(from, location string) (string, error) {
	base, err := url.Parse(from)
	if err != nil {
		return from, ErrRedirect
	}
	to, err := base.Parse(location)
	if err != nil || to.Host == "" || to.User != nil || (to.Scheme != "https" && to.Scheme != "http") || len(location) > 2000 {
		return from, ErrRedirect
	}
	if base.Scheme == "https" && to.Scheme == "http" {
		return from, ErrDowngrade
	}
	to.Fragment = ""
	return strings.TrimSpace(to.String()), nil
}
