//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// spool is Postfix's queue directory; Dovecot puts its login socket there.
func (w *World) spool() string { return filepath.Join(w.dir, "postfix", "spool") }

// spoolDirs are what `postfix check` would make: path, owner and mode.
var spoolDirs = []struct {
	name  string
	owned bool // by the user postfix
	mode  os.FileMode
}{
	{"", false, 0o755}, {"pid", false, 0o755}, {"private", true, 0o700}, {"public", true, 0o700},
	{"active", true, 0o700}, {"bounce", true, 0o700}, {"corrupt", true, 0o700}, {"defer", true, 0o700},
	{"deferred", true, 0o700}, {"flush", true, 0o700}, {"hold", true, 0o700}, {"incoming", true, 0o700},
	{"maildrop", true, 0o700}, {"saved", true, 0o700}, {"trace", true, 0o700},
}

// postfixDirs makes Postfix's folders; Dovecot needs them before it starts.
func (w *World) postfixDirs() error {
	user, err := account("postfix")
	if err != nil {
		return err
	}
	base := filepath.Join(w.dir, "postfix")
	for _, d := range []string{base, base + "/conf", base + "/data"} {
		if err := os.Mkdir(d, 0o755); err != nil {
			return err
		}
	}
	if err := os.Chown(base+"/data", int(user.Uid), int(user.Gid)); err != nil {
		return err
	}
	for _, d := range spoolDirs {
		path := filepath.Join(w.spool(), d.name)
		if err := os.Mkdir(path, d.mode); err != nil {
			return err
		}
		if d.owned {
			if err := os.Chown(path, int(user.Uid), int(user.Gid)); err != nil {
				return err
			}
		}
	}
	return nil
}

// postfix writes the configuration for the sites and runs Postfix: 25, 465 and 587.
func (w *World) postfix() (*daemon, error) {
	base := filepath.Join(w.dir, "postfix")
	main := fmt.Sprintf(`compatibility_level = 3.6
config_directory = %[1]s/conf
queue_directory = %[1]s/spool
data_directory = %[1]s/data
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s
myhostname = mail.example.com
mydomain = example.com
myorigin = example.com
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = static:here
virtual_mailbox_maps = static:here
alias_maps =
local_recipient_maps =
default_transport = discard
virtual_transport = discard
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
smtpd_tls_auth_only = yes
smtpd_tls_loglevel = 1
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_auth_enable = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
`, base)
	main = strings.ReplaceAll(main, "static:here", "inline:{example.com=here}")
	for name, content := range map[string]string{"main.cf": main, "master.cf": w.masterCF()} {
		path := filepath.Join(base, "conf", name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return nil, err
		}
		// Every Postfix process reads a file of the last seconds again and again, lest it be half written.
		old := time.Now().Add(-time.Hour)
		if err := os.Chtimes(path, old, old); err != nil {
			return nil, err
		}
	}
	d, err := w.net.servers.start(nil, filepath.Join(base, "out"), "/usr/lib/postfix/sbin/master", "-c", base+"/conf", "-s")
	if err != nil {
		return nil, err
	}
	return d, d.ready(w.net.servers, netip.AddrPortFrom(w.sites[0].V4, 25), true)
}

// masterCF lists Postfix's services: one smtpd for each address and port, with the site's certificate.
func (w *World) masterCF() string {
	var b strings.Builder
	b.WriteString(`postlog unix-dgram n - n - 1 postlogd
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
discard unix - - n - - discard
error unix - - n - - error
tlsproxy unix - - n - 0 tlsproxy
dnsblog unix - - n - 0 dnsblog
`)
	for _, s := range w.sites {
		for _, port := range postfixPorts {
			if !s.serves(port) {
				continue
			}
			for _, a := range s.addrs() {
				w.smtpd(&b, s, netip.AddrPortFrom(a, uint16(port)))
			}
		}
	}
	return b.String()
}

// smtpd writes one service.
func (w *World) smtpd(b *strings.Builder, s *Site, at netip.AddrPort) {
	settings := []string{"smtpd_tls_chain_files=" + s.key + "," + s.chain, "myhostname=" + s.Host()}
	if at.Port() == 465 {
		settings = append(settings, "smtpd_tls_wrappermode=yes", "smtpd_tls_security_level=encrypt")
	} else {
		settings = append(settings, "smtpd_tls_security_level=may")
	}
	settings = append(settings, s.Postfix[int(at.Port())]...)
	name, program := at.String()+" inet n - n - -", "smtpd"
	if s.Postscreen && at.Port() == 25 {
		// postscreen hands those who pass to the one service "smtpd".
		program = "postscreen"
		name = at.String() + " inet n - n - 1"
		settings = append(settings, "postscreen_greet_action=ignore", "postscreen_greet_wait=4s",
			"postscreen_greet_banner=wait a moment", "postscreen_cache_map=", "postscreen_dnsbl_action=ignore")
	}
	fmt.Fprintf(b, "%s %s\n", name, program)
	for _, set := range settings {
		fmt.Fprintf(b, "  -o { %s }\n", strings.Replace(set, "=", " = ", 1))
	}
	if program == "postscreen" {
		fmt.Fprintf(b, "smtpd pass - - n - - smtpd\n  -o { smtpd_tls_chain_files = %s,%s }\n  -o smtpd_tls_security_level=may\n  -o myhostname=%s\n",
			s.key, s.chain, s.Host())
	}
}
