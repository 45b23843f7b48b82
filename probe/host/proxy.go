package host

import (
	"bufio"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// Proxy is how this system's web programs reach the web.
type Proxy struct {
	Config *httpproxy.Config // nil: directly
	PAC    string            // address of a script that decides for each page; it is told, and not run
	Source string            // "environment", "Windows", "macOS"; empty: nothing is set
}

// fromEnvironment is what the variables http_proxy, https_proxy and no_proxy say; they come first on every system.
func fromEnvironment() (Proxy, bool) {
	c := httpproxy.FromEnvironment()
	if c.HTTPProxy == "" && c.HTTPSProxy == "" {
		return Proxy{}, false
	}
	return Proxy{Config: c, Source: "environment"}, true
}

// WebProxy tells how web pages are reached.
func WebProxy() Proxy {
	if p, ok := fromEnvironment(); ok {
		return p
	}
	return systemProxy()
}

// For is the proxy for one address; nil: none.
func (p Proxy) For(u *url.URL) (*url.URL, error) {
	if p.Config == nil {
		return nil, nil
	}
	return p.Config.ProxyFunc()(u)
}

// parseWindowsProxy reads the values of "Internet Settings": ProxyServer is one server for all, or a list like
// "http=a:8080;https=b:8080"; ProxyOverride lists what is reached directly, "<local>" being names without a dot.
func parseWindowsProxy(enabled bool, server, override, pac string) Proxy {
	p := Proxy{PAC: pac}
	if pac != "" {
		p.Source = "Windows"
	}
	if !enabled || server == "" {
		return p
	}
	c := &httpproxy.Config{}
	for _, part := range strings.FieldsFunc(server, func(r rune) bool { return r == ';' || r == ' ' }) {
		scheme, address, ok := strings.Cut(part, "=")
		switch {
		case !ok:
			c.HTTPProxy, c.HTTPSProxy = part, part
		case strings.EqualFold(scheme, "http"):
			c.HTTPProxy = address
		case strings.EqualFold(scheme, "https"):
			c.HTTPSProxy = address
		}
	}
	var direct []string
	for _, part := range strings.FieldsFunc(override, func(r rune) bool { return r == ';' || r == ' ' }) {
		if part != "<local>" {
			direct = append(direct, strings.TrimPrefix(part, "*"))
		}
	}
	c.NoProxy = strings.Join(direct, ",")
	if c.HTTPProxy == "" && c.HTTPSProxy == "" {
		return p
	}
	p.Config, p.Source = c, "Windows"
	return p
}

// parseScutilProxy reads the output of macOS' `scutil --proxy`.
func parseScutilProxy(text string) Proxy {
	values := map[string]string{}
	var direct []string
	inList := false
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		key, value, ok := strings.Cut(line, " : ")
		switch {
		case strings.HasPrefix(value, "<array>"):
			inList = key == "ExceptionsList"
		case line == "}":
			inList = false
		case ok && inList:
			direct = append(direct, strings.TrimPrefix(value, "*"))
		case ok:
			values[key] = value
		}
	}
	p := Proxy{}
	if values["ProxyAutoConfigEnable"] == "1" {
		p.PAC, p.Source = values["ProxyAutoConfigURLString"], "macOS"
	}
	c := &httpproxy.Config{NoProxy: strings.Join(direct, ",")}
	address := func(kind string) string {
		if values[kind+"Enable"] != "1" || values[kind+"Proxy"] == "" {
			return ""
		}
		if port := values[kind+"Port"]; port != "" {
			return values[kind+"Proxy"] + ":" + port
		}
		return values[kind+"Proxy"]
	}
	c.HTTPProxy, c.HTTPSProxy = address("HTTP"), address("HTTPS")
	if c.HTTPProxy != "" || c.HTTPSProxy != "" {
		p.Config, p.Source = c, "macOS"
	}
	return p
}
