package probe

import (
	"strings"
	"unicode"

	"maildiag/probe/fact"
)

// passwordFacts keeps the three facts about a password that are ever kept: what people paste by accident.
func passwordFacts(password string) *fact.Password {
	if password == "" {
		return nil
	}
	p := &fact.Password{EdgeBlanks: strings.TrimSpace(password) != password}
	for _, r := range password {
		switch {
		case r >= 0xff01 && r <= 0xff5e, r == 0x3000:
			p.FullWidth = true
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			p.Invisible = true
		}
	}
	return p
}
