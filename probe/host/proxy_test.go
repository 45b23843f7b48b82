package host

import (
	"net/url"
	"testing"
)

func proxyFor(t *testing.T, p Proxy, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.For(u)
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		return ""
	}
	return got.String()
}

func TestWindowsProxy(t *testing.T) {
	for _, c := range []struct {
		enabled               bool
		server, override, pac string
		address, want         string
	}{
		{true, "proxy.example:8080", "", "", "https://mail.example.com/", "http://proxy.example:8080"},
		{false, "proxy.example:8080", "", "", "https://mail.example.com/", ""},
		{true, "http=a.example:80;https=b.example:81", "", "", "https://mail.example.com/", "http://b.example:81"},
		{true, "http=a.example:80;https=b.example:81", "", "", "http://mail.example.com/", "http://a.example:80"},
		{true, "socks=a.example:80", "", "", "http://mail.example.com/", ""},
		{true, "proxy.example:8080", "*.example.com;<local>", "", "https://mail.example.com/", ""},
		{true, "proxy.example:8080", "*.example.com;<local>", "", "https://mail.example.net/", "http://proxy.example:8080"},
		{true, "", "", "http://pac.example/x.pac", "https://mail.example.net/", ""},
	} {
		p := parseWindowsProxy(c.enabled, c.server, c.override, c.pac)
		if got := proxyFor(t, p, c.address); got != c.want || p.PAC != c.pac {
			t.Errorf("%+v: %q, PAC %q", c, got, p.PAC)
		}
	}
}

func TestScutilProxy(t *testing.T) {
	const text = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : intern.example.com
  }
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 8080
  HTTPProxy : proxy.example
  HTTPSEnable : 1
  HTTPSPort : 8443
  HTTPSProxy : proxy.example
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://pac.example/proxy.pac
}
`
	p := parseScutilProxy(text)
	for address, want := range map[string]string{
		"https://mail.example.com/":   "http://proxy.example:8443",
		"http://mail.example.com/":    "http://proxy.example:8080",
		"https://intern.example.com/": "",
		"https://printer.local/":      "",
	} {
		if got := proxyFor(t, p, address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if p.PAC != "http://pac.example/proxy.pac" || p.Source != "macOS" {
		t.Errorf("%+v", p)
	}
	if p := parseScutilProxy("<dictionary> {\n  HTTPEnable : 0\n  HTTPProxy : old.example\n}\n"); p.Config != nil || p.Source != "" {
		t.Errorf("switched off: %+v", p)
	}
}

func FuzzProxies(f *testing.F) {
	f.Add("HTTPEnable : 1\nHTTPProxy : a", "http=a;https=b", "<local>;*.x")
	f.Fuzz(func(t *testing.T, scutil, server, override string) {
		for _, p := range []Proxy{parseScutilProxy(scutil), parseWindowsProxy(true, server, override, "")} {
			if p.Config != nil && p.Config.HTTPProxy == "" && p.Config.HTTPSProxy == "" {
				t.Errorf("a proxy that is none: %+v", p)
			}
		}
	})
}
