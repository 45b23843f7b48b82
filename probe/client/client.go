// Package client reads what a mail program on this PC is set to: servers, ports, encryption, login names.
//
// It owns the parsers of the programs' own files and registry values, and where these lie on each system. It only reads,
// and only the named settings: no stored password, no key, no message.
//
// Not here: asking the user for leave (cmd), and whether the settings are right (report/cause).
package client

import (
	"cmp"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// Account is one mail account of a program.
type Account struct {
	Program   string // "Thunderbird"
	Address   string
	Login     string // as the program sends it
	SMTPLogin string
	Services  []Service
}

// Service is one server of an account.
type Service struct {
	Protocol fact.Protocol
	Host     string
	Port     int
	Security fact.Security
}

// Program is a mail program whose settings can be read.
type Program struct {
	Name     string // as --client takes it
	Title    string
	Accounts func() ([]Account, error)
}

// Programs are those that are known on this system.
func Programs() []Program {
	return []Program{
		{"thunderbird", "Thunderbird", func() ([]Account, error) { return thunderbird(thunderbirdFolders()) }},
		{"outlook", "Outlook", outlook},
	}
}

// For are the accounts of an address, or all of them where none is of that address.
func For(list []Account, address string) []Account {
	mine := slices.DeleteFunc(slices.Clone(list), func(a Account) bool { return !strings.EqualFold(a.Address, address) })
	if len(mine) == 0 {
		return list
	}
	return mine
}

// usualPort of a protocol and mode, where a program leaves it out.
func usualPort(p fact.Protocol, s fact.Security) int {
	ports := map[fact.Protocol][2]int{fact.IMAP: {993, 143}, fact.POP3: {995, 110}, fact.SMTP: {465, 587}}[p]
	if s == fact.TLS {
		return ports[0]
	}
	return ports[1]
}

func (a *Account) add(p fact.Protocol, host string, port int, s fact.Security) {
	host = strings.ToLower(strings.TrimSpace(host))
	if host == "" || len(host) > 253 || port < 0 || port > 65535 {
		return
	}
	a.Services = append(a.Services, Service{p, host, cmp.Or(port, usualPort(p, s)), s})
}
