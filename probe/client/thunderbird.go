package client

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

// Bounds of the files.
const (
	maxFile  = 16 << 20
	maxLine  = 1 << 20
	maxPrefs = 100_000
)

// thunderbirdFolders are where Thunderbird keeps its profiles.
func thunderbirdFolders() []string {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	switch runtime.GOOS {
	case "windows":
		return []string{filepath.Join(os.Getenv("APPDATA"), "Thunderbird")}
	case "darwin":
		return []string{filepath.Join(home, "Library", "Thunderbird")}
	}
	return []string{filepath.Join(home, ".thunderbird"), filepath.Join(home, "snap", "thunderbird", "common", ".thunderbird"),
		filepath.Join(home, ".var", "app", "org.mozilla.Thunderbird", ".thunderbird")}
}

// thunderbird reads the accounts of all profiles, the default profile first.
func thunderbird(folders []string) ([]Account, error) {
	var out []Account
	for _, folder := range folders {
		file, err := os.Open(filepath.Join(folder, "profiles.ini"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return out, err
		}
		profiles := readProfiles(file)
		file.Close()
		for _, p := range profiles {
			if !filepath.IsAbs(p) {
				p = filepath.Join(folder, filepath.FromSlash(p))
			}
			prefs, err := os.Open(filepath.Join(p, "prefs.js"))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return out, err
			}
			out = append(out, thunderbirdAccounts(readPrefs(prefs))...)
			prefs.Close()
		}
	}
	return out, nil
}

// readProfiles gives the profiles' paths, those that an installation starts with first.
func readProfiles(r io.Reader) []string {
	var started, first, rest []string // by an installation, by the old default, others
	section, path, isDefault := "", "", false
	flush := func() {
		switch {
		case path == "":
		case strings.HasPrefix(section, "Install"):
			started = append(started, path)
		case isDefault:
			first = append(first, path)
		default:
			rest = append(rest, path)
		}
		path, isDefault = "", false
	}
	lines := bufio.NewScanner(io.LimitReader(r, maxLine))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			flush()
			section = strings.Trim(line, "[]")
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(section, "Install") && key == "Default", strings.HasPrefix(section, "Profile") && key == "Path":
			path = value
		case strings.HasPrefix(section, "Profile") && key == "Default":
			isDefault = value == "1"
		}
	}
	flush()
	var out []string
	for _, p := range slices.Concat(started, first, rest) {
		if !slices.Contains(out, p) && len(out) < 20 {
			out = append(out, p)
		}
	}
	return out
}

// readPrefs reads lines like user_pref("name", value); and keeps those about mail accounts.
func readPrefs(r io.Reader) map[string]string {
	prefs := map[string]string{}
	lines := bufio.NewScanner(io.LimitReader(r, maxFile))
	lines.Buffer(nil, maxLine)
	for lines.Scan() && len(prefs) < maxPrefs {
		rest, begins := strings.CutPrefix(strings.TrimSpace(lines.Text()), "user_pref(")
		rest, ends := strings.CutSuffix(rest, ");")
		if !begins || !ends {
			continue
		}
		name, value, ok := strings.Cut(rest, ",")
		name = strings.Trim(strings.TrimSpace(name), `"`)
		if !ok || !(strings.HasPrefix(name, "mail.account") || strings.HasPrefix(name, "mail.server.") || strings.HasPrefix(name, "mail.identity.") ||
			strings.HasPrefix(name, "mail.smtp")) {
			continue
		}
		value = strings.TrimSpace(value)
		if strings.HasPrefix(value, `"`) {
			var text string
			if json.Unmarshal([]byte(value), &text) != nil {
				continue
			}
			value = text
		}
		prefs[name] = value
	}
	return prefs
}

// thunderbirdAccounts puts the accounts together out of their servers and identities.
func thunderbirdAccounts(prefs map[string]string) []Account {
	var out []Account
	for _, id := range split(prefs["mail.accountmanager.accounts"]) {
		server := prefs["mail.account."+id+".server"]
		identity := append(split(prefs["mail.account."+id+".identities"]), "")[0]
		get := func(name string) string { return prefs["mail.server."+server+"."+name] }
		protocol := fact.Protocol(get("type"))
		if protocol != fact.IMAP && protocol != fact.POP3 {
			continue // local folders, feeds
		}
		a := Account{Program: "Thunderbird", Address: prefs["mail.identity."+identity+".useremail"], Login: first(get("realuserName"), get("userName"))}
		a.add(protocol, first(get("realhostname"), get("hostname")), number(get("port")), socketType(get("socketType")))
		smtp := first(prefs["mail.identity."+identity+".smtpServer"], prefs["mail.smtp.defaultserver"], append(split(prefs["mail.smtpservers"]), "")[0])
		out1 := func(name string) string { return prefs["mail.smtpserver."+smtp+"."+name] }
		a.SMTPLogin = out1("username")
		a.add(fact.SMTP, out1("hostname"), number(out1("port")), socketType(out1("try_ssl")))
		out = append(out, a)
		if len(out) == 100 {
			break
		}
	}
	return out
}

// socketType: 0 none, 1 STARTTLS where offered (of old versions), 2 STARTTLS, 3 TLS.
func socketType(s string) fact.Security {
	switch s {
	case "3":
		return fact.TLS
	case "1", "2":
		return fact.StartTLS
	}
	return fact.None
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 65535 {
		return 0
	}
	return n
}
