package client

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"maildiag/probe/fact"
)

func sample(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

var wantAccounts = []Account{
	{Program: "Thunderbird", Address: "alice@example.com", Login: "alice@example.com", SMTPLogin: "alice@example.com", Services: []Service{
		{fact.IMAP, "imap.example.com", 993, fact.TLS}, {fact.SMTP, "smtp.example.com", 587, fact.StartTLS}}},
	{Program: "Thunderbird", Address: "alice@example.net", Login: "alice", Services: []Service{
		{fact.POP3, "pop3.example.net", 110, fact.StartTLS}, {fact.SMTP, "smtp.example.net", 587, fact.None}}},
}

func TestThunderbird(t *testing.T) {
	if got := readProfiles(sample(t, "profiles.ini")); !slices.Equal(got, []string{"abcd1234.default-esr", "old.default"}) {
		t.Errorf("profiles %q", got)
	}
	if got := thunderbirdAccounts(readPrefs(sample(t, "prefs.js"))); !reflect.DeepEqual(got, wantAccounts) {
		t.Errorf("%+v", got)
	}
}

func TestThunderbirdFolder(t *testing.T) {
	dir := t.TempDir()
	ini, err := os.ReadFile("testdata/profiles.ini")
	if err != nil {
		t.Fatal(err)
	}
	prefs, err := os.ReadFile("testdata/prefs.js")
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "abcd1234.default-esr")
	for _, err := range []error{os.Mkdir(home, 0o700), os.WriteFile(filepath.Join(dir, "profiles.ini"), ini, 0o600), os.WriteFile(filepath.Join(home, "prefs.js"), prefs, 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := thunderbird([]string{filepath.Join(dir, "none"), dir})
	if err != nil || !reflect.DeepEqual(got, wantAccounts) {
		t.Errorf("%+v, %v", got, err)
	}
	if mine := For(got, "ALICE@example.net"); len(mine) != 1 || mine[0].Login != "alice" {
		t.Errorf("%+v", mine)
	}
	if all := For(got, "bob@example.org"); len(all) != 2 {
		t.Errorf("%+v", all)
	}
}

// bytesOf is a text as Outlook writes it.
func bytesOf(s string) []byte {
	var out []byte
	for _, u := range append(utf16.Encode([]rune(s)), 0) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestOutlook(t *testing.T) {
	if got := registryText(bytesOf("imap.example.com")); got != "imap.example.com" {
		t.Errorf("%q", got)
	}
	if got := registryNumber([]byte{0xe1, 3, 0, 0}); got != 993 {
		t.Errorf("%d", got)
	}
	a, ok := outlookAccount(registryKey{
		texts:   map[string]string{"Email": "alice@example.com", "IMAP Server": "imap.example.com", "IMAP User": "alice", "SMTP Server": "SMTP.example.com"},
		numbers: map[string]int{"IMAP Port": 993, "IMAP Use SSL": 1, "SMTP Port": 587, "SMTP Secure Connection": 2},
	})
	want := Account{Program: "Outlook", Address: "alice@example.com", Login: "alice", Services: []Service{
		{fact.IMAP, "imap.example.com", 993, fact.TLS}, {fact.SMTP, "smtp.example.com", 587, fact.StartTLS}}}
	if !ok || !reflect.DeepEqual(a, want) {
		t.Errorf("%+v", a)
	}
	a, ok = outlookAccount(registryKey{texts: map[string]string{"Account Name": "bob@example.com", "POP3 Server": "pop.example.com"}, numbers: map[string]int{}})
	if !ok || a.Address != "bob@example.com" || a.Services[0] != (Service{fact.POP3, "pop.example.com", 110, fact.None}) {
		t.Errorf("%+v", a)
	}
	if a, ok := outlookAccount(registryKey{texts: map[string]string{"Account Name": "Outlook Address Book"}}); ok {
		t.Errorf("%+v", a)
	}
	for _, name := range outlookValues {
		if strings.Contains(name, "Password") {
			t.Errorf("%s is read", name)
		}
	}
}

func FuzzPrefs(f *testing.F) {
	data, err := os.ReadFile("testdata/prefs.js")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(`user_pref("mail.accountmanager.accounts", "a");`)
	f.Fuzz(func(t *testing.T, s string) {
		readProfiles(strings.NewReader(s))
		for _, a := range thunderbirdAccounts(readPrefs(strings.NewReader(s))) {
			for _, service := range a.Services {
				if service.Host == "" || service.Port < 1 || service.Port > 65535 {
					t.Errorf("%+v", a)
				}
			}
		}
	})
}
