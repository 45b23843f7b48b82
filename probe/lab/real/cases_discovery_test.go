//go:build linux

package real

import (
	"strings"
	"testing"
)

// autoconfig is a file of settings as providers publish it.
const autoconfig = `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="{domain}"><domain>{domain}</domain>
<incomingServer type="imap"><hostname>mail.{domain}</hostname><port>143</port><socketType>STARTTLS</socketType>
<username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>mail.{domain}</hostname><port>587</port><socketType>STARTTLS</socketType>
<username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>`

// trap is the same behind an entity that would read a file.
var trap = strings.Replace(strings.Replace(autoconfig, "<clientConfig", `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><clientConfig`, 1),
	"mail.{domain}", "&f;", 1)

// from says that all services come from one source, and that a login worked.
func from(source string) func(*testing.T, *outcome) {
	return func(t *testing.T, o *outcome) {
		t.Helper()
		loggedIn(t, o)
		for _, s := range o.report.Services {
			if s.Source != source {
				t.Errorf("%s %s:%d comes from %q, want %s", s.Protocol, s.Host, s.Port, s.Source, source)
			}
		}
	}
}

var exmail = []string{"imap.exmail.qq.com", "pop.exmail.qq.com", "smtp.exmail.qq.com"}

// discoveryScenarios are given nothing but an address, one source at a time; and configured settings that are compared
// with what the domain publishes.
var discoveryScenarios = []scenario{
	{name: "autoconfig", site: Site{NoSRV: true, Autoconfig: autoconfig}, services: 2, status: "ok", check: from("autoconfig")},
	{name: "mx-hint", site: Site{NoSRV: true, MX: "mxbiz1.qq.com", Also: exmail}, services: 3, status: "ok", check: from("provider")},
	{name: "trap", site: Site{NoSRV: true, Autoconfig: trap}, services: 3, status: "ok", check: from("guess")},
	{name: "loop", site: Site{NoSRV: true, Autoconfig: autoconfig, RedirectLoop: true}, services: 3, status: "ok", check: from("guess")},
	{name: "no-ispdb", args: "--no-ispdb", services: 3, status: "ok", check: from("srv")},
	{name: "mistyped", args: "--imap imapp.{domain} --smtp {smtp}", status: "broken", code: "settings.wrong-host", exit: 1},
	{name: "mistyped-published", args: "--imap {imap} --smtp smpt.{domain}:587", site: Site{NoSRV: true, Autoconfig: autoconfig},
		status: "broken", code: "settings.wrong-host", exit: 1},
	{name: "works-otherwise", args: "--imap {imap}:993/tls --smtp {smtp}:465/tls", site: Site{NoSRV: true, Autoconfig: autoconfig}, status: "ok", check: loggedIn},
}
