package probe

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"

	"maildiag/probe/host"
	"maildiag/probe/web"
)

// fetch gets web pages as a browser on this PC would: by the system's proxy settings and its certificate store.
func (o MachineOptions) fetch(resolver *net.Resolver) web.Fetch {
	options := web.Options{
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			d := net.Dialer{Resolver: resolver, KeepAlive: -1}
			return d.DialContext(ctx, "tcp"+o.family(), address)
		},
		Proxy: func(req *http.Request) (*url.URL, error) { return host.WebProxy().For(req.URL) },
	}
	if len(o.CAs) > 0 {
		options.Roots = func() *x509.CertPool {
			pool, err := x509.SystemCertPool()
			if err != nil {
				pool = x509.NewCertPool()
			}
			for _, c := range o.CAs {
				pool.AddCert(c)
			}
			return pool
		}
	}
	return web.Client(options)
}

// webProxy tells what the system's settings say about one address.
func webProxy(address string) (proxy, pac string) {
	settings := host.WebProxy()
	u, err := url.Parse(address)
	if err != nil {
		return "", settings.PAC
	}
	if p, err := settings.For(u); err == nil && p != nil {
		proxy = p.Host // never the name and password that may stand before it
	}
	return escape(proxy), escape(settings.PAC)
}
