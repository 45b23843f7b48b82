package client

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"maildiag/probe/fact"
)

// outlookValues are the only values that are read. Those with passwords stand beside them and are left alone.
var outlookValues = []string{"Email", "Account Name",
	"IMAP Server", "IMAP Port", "IMAP Use SSL", "IMAP Secure Connection", "IMAP User",
	"POP3 Server", "POP3 Port", "POP3 Use SSL", "POP3 Secure Connection", "POP3 User",
	"SMTP Server", "SMTP Port", "SMTP Use SSL", "SMTP Secure Connection", "SMTP User"}

// registryKey is one account as the registry has it: texts and numbers by name.
type registryKey struct {
	texts   map[string]string
	numbers map[string]int
}

// outlookAccount makes an account of the values of one key; false: it is none with servers.
func outlookAccount(k registryKey) (Account, bool) {
	a := Account{Program: "Outlook", Address: first(k.texts["Email"], k.texts["Account Name"])}
	for _, p := range []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP} {
		name := strings.ToUpper(string(p))
		if p == fact.POP3 {
			name = "POP3"
		}
		a.add(p, k.texts[name+" Server"], k.numbers[name+" Port"], outlookSecurity(k, name))
		if p != fact.SMTP {
			a.Login = first(a.Login, k.texts[name+" User"])
		}
	}
	a.SMTPLogin = k.texts["SMTP User"]
	return a, len(a.Services) > 0 && !(len(a.Services) == 1 && a.Services[0].Protocol == fact.SMTP)
}

// outlookSecurity: "Secure Connection" of newer versions is 1 for TLS, 2 for STARTTLS, 3 for whatever works; "Use SSL" of
// older ones is TLS.
func outlookSecurity(k registryKey, name string) fact.Security {
	switch k.numbers[name+" Secure Connection"] {
	case 1:
		return fact.TLS
	case 2, 3:
		return fact.StartTLS
	}
	if k.numbers[name+" Use SSL"] != 0 {
		return fact.TLS
	}
	return fact.None
}

// registryText decodes a value that Outlook wrote as bytes: UTF-16, with a zero at its end.
func registryText(data []byte) string {
	if len(data) > 4096 {
		data = data[:4096]
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		u := binary.LittleEndian.Uint16(data[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// registryNumber decodes a number that was written as bytes.
func registryNumber(data []byte) int {
	if len(data) < 4 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(data) & 0xffffff)
}
