package report

import (
	"regexp"
	"strings"

	"maildiag/probe/fact"
)

var mailAddress = regexp.MustCompile(`[\p{L}\p{N}._%+=~&'*/!#$?^{}|-]+@[\p{L}\p{N}][\p{L}\p{N}.-]*`)

// offline masks what was read from a text: the local part of every mail address, wherever it stands, and of a message's
// way the computer that it came from.
func (m *masker) offline(set *fact.Set) {
	if msg := set.Message; msg != nil {
		m.message(msg)
	}
	for i := range set.Said {
		s := &set.Said[i]
		for _, text := range append([]string{s.Recipient, s.Text, s.Line}, s.Hints...) {
			m.meet(text)
		}
	}
	for i := range set.Said {
		s := &set.Said[i]
		s.Recipient, s.Text, s.Line = m.names(s.Recipient), m.names(s.Text), m.names(s.Line)
		for k := range s.Hints {
			s.Hints[k] = m.names(s.Hints[k])
		}
	}
}

// meet learns the addresses of a text.
func (m *masker) meet(text string) {
	for _, a := range mailAddress.FindAllString(text, 50) {
		m.users.address(strings.TrimRight(a, "."))
	}
}

// names replaces addresses in a text, and leaves every other word: the words are what is judged.
func (m *masker) names(text string) string {
	return mailAddress.ReplaceAllStringFunc(text, func(a string) string {
		whole := strings.TrimRight(a, ".")
		return m.users.address(whole) + a[len(whole):]
	})
}

func (m *masker) message(msg *fact.Message) {
	for i := range msg.From {
		msg.From[i] = m.names(msg.From[i])
	}
	msg.Sender = m.names(msg.Sender)
	for i := range msg.Hops {
		h := &msg.Hops[i]
		h.For, h.From = m.names(h.For), m.names(h.From)
		if i == 0 && h.IP != "" {
			h.IP = m.addresses(h.IP)
		}
		if i == 0 {
			h.From, h.Name = m.pcName(h.From), m.pcName(h.Name)
		}
	}
	for i := range msg.Filters {
		msg.Filters[i].Value = m.names(msg.Filters[i].Value)
	}
	if msg.Greyed != nil {
		msg.Greyed.Raw = m.names(msg.Greyed.Raw)
	}
}

// pcName masks the name of the computer that a message came from; an address in its place is masked as one.
func (m *masker) pcName(name string) string {
	switch masked := m.addresses(name); {
	case name == "" || masked != name, strings.EqualFold(name, "unknown"), strings.EqualFold(name, "localhost"):
		return masked
	}
	return m.placeholder(strings.ToLower(name))
}
