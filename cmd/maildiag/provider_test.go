package main

import (
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/probe/provider"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// TestProvidersAgree: the built-in table and the words about providers say the same of the password that is wanted.
func TestProvidersAgree(t *testing.T) {
	for _, p := range provider.All() {
		if p.None || p.Bridge {
			continue
		}
		for _, s := range p.For("example.com") {
			words := cause.PasswordHint(s.Host, nil)
			if words.Empty() {
				continue // no words of its own: the table's facts stand alone
			}
			table := cause.PasswordHint("unknown.example.com", &fact.Provider{Name: p.Name, Password: p.Password})
			if p.Password == fact.PasswordAccount || kindOf(words) != kindOf(table) {
				t.Errorf("%s, %s: the table says %q, the words say %s", p.Name, s.Host, p.Password, words.In(lang.EN))
			}
			break
		}
	}
}

// kindOf tells the sentences of PasswordHint apart by what they say behind the provider's name.
func kindOf(t lang.Text) string {
	for _, kind := range []string{" wants its ", " may want its ", " takes no password "} {
		if strings.Contains(t.In(lang.EN), kind) {
			return kind
		}
	}
	return ""
}

// TestHintForNewcomers: a provider without words of its own gets the table's.
func TestHintForNewcomers(t *testing.T) {
	p := provider.ByDomain("t-online.de")
	hint := cause.PasswordHint("secureimap.t-online.de", &fact.Provider{Name: p.Name, Password: p.Password})
	if hint.Empty() || !strings.Contains(hint.In(lang.EN), p.Name) || !strings.Contains(hint.In(lang.ZH), p.Name) {
		t.Errorf("%q", hint.In(lang.EN))
	}
	if hint := cause.PasswordHint("imap.example.com", nil); !hint.Empty() {
		t.Errorf("%q", hint.In(lang.EN))
	}
}
