//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// Password is that of every user in the lab.
const Password = "Correct-Horse_7!Battery"

// dovecot writes the configuration for the sites and runs Dovecot: IMAP, POP3, and the login for Postfix.
func (w *World) dovecot() (*daemon, error) {
	dir := filepath.Join(w.dir, "dovecot")
	for _, d := range []string{dir, dir + "/run", dir + "/state", dir + "/mail"} {
		if err := os.Mkdir(d, 0o755); err != nil {
			return nil, err
		}
	}
	if err := os.Chown(dir+"/mail", nobody, nobody); err != nil {
		return nil, err
	}
	conf := filepath.Join(dir, "dovecot.conf")
	if err := os.WriteFile(conf, []byte(w.dovecotConf(dir)), 0o644); err != nil {
		return nil, err
	}
	var users strings.Builder
	for _, s := range w.sites {
		fmt.Fprintf(&users, "%s:{PLAIN}%s::::::\n", s.User(), Password)
	}
	if err := os.WriteFile(filepath.Join(dir, "users"), []byte(users.String()), 0o644); err != nil {
		return nil, err
	}
	d, err := w.net.servers.start(nil, filepath.Join(dir, "out"), "dovecot", "-F", "-c", conf)
	if err != nil {
		return nil, err
	}
	return d, d.ready(w.net.servers, netip.AddrPortFrom(w.sites[0].V4, 143), true)
}

func (w *World) dovecotConf(dir string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
auth_verbose = yes
protocols = imap pop3
ssl = yes
disable_plaintext_auth = yes
auth_mechanisms = plain login
# A refused login is answered at once, and an address that had one is not made to wait: cases share an address.
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%u %[1]s/users
}
userdb {
  driver = static
  args = uid=%[2]d gid=%[2]d home=%[1]s/mail/%%u
}
mail_location = maildir:~/Maildir
first_valid_uid = 1
namespace inbox {
  inbox = yes
}
service imap-login {
  service_count = 0
  process_min_avail = 1
%[3]s%[4]s}
service pop3-login {
  service_count = 0
  process_min_avail = 1
%[5]s%[6]s}
service auth {
  unix_listener %[7]s/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
`, dir, nobody,
		w.inetListener("imap", 143, false), w.inetListener("imaps", 993, true),
		w.inetListener("pop3", 110, false), w.inetListener("pop3s", 995, true), w.spool())
	for i, s := range w.sites {
		if s.staged() {
			continue
		}
		if i == 0 { // what holds where no address is named
			fmt.Fprintf(&b, "ssl_cert = <%s\nssl_key = <%s\n", s.chain, s.key)
		}
		for _, a := range s.addrs() {
			fmt.Fprintf(&b, "local %s {\n  ssl_cert = <%s\n  ssl_key = <%s\n}\n", a, s.chain, s.key)
		}
	}
	return b.String()
}

// inetListener is Dovecot's listener of a port, on the addresses of the sites that have it.
func (w *World) inetListener(name string, port int, ssl bool) string {
	var addrs []string
	for _, s := range w.sites {
		if !s.serves(port) {
			continue
		}
		for _, a := range s.addrs() {
			addrs = append(addrs, a.String())
		}
	}
	return fmt.Sprintf("  inet_listener %s {\n    port = %d\n    ssl = %s\n    address = %s\n  }\n",
		name, port, map[bool]string{true: "yes", false: "no"}[ssl], strings.Join(addrs, ", "))
}

// Logins are the login attempts that Dovecot saw for the site's domain. The failed ones are of IMAP, POP3 and SMTP, the
// others of IMAP and POP3.
type Logins struct{ OK, Failed int }

// Logins reads Dovecot's log.
func (w *World) Logins(s *Site) (Logins, error) {
	log, err := os.ReadFile(filepath.Join(w.dir, "dovecot", "log"))
	if err != nil {
		return Logins{}, err
	}
	var l Logins
	for line := range strings.Lines(string(log)) {
		switch {
		case !strings.Contains(line, "@"+s.Domain()):
		case strings.Contains(line, "auth") && strings.Contains(line, "Password mismatch"),
			strings.Contains(line, "auth") && strings.Contains(line, "unknown user"):
			l.Failed++
		case strings.Contains(line, "-login: Info: Login: user="):
			l.OK++
		}
	}
	return l, nil
}
