// Package profile reads an organisation's profile: a YAML file with its servers, its limits, whom to call, and its own
// words on single causes.
//
// It owns the file's form and its strict reading: an unknown key, a bad value, a key given twice is one error with its
// place. The example beside this file is a whole profile.
//
// Not here: which file is read (cmd), and what is made of it (probe.Plan, report/cause).
package profile

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"maildiag/probe/fact"
)

// Profile is a file, read.
type Profile struct {
	fact.Profile
	Servers []fact.Found // without Permit: that depends on who named the file
	Login   fact.LoginForm
}

// MaxSize of a file.
const MaxSize = 256 << 10

// Problem is what is wrong with a file. Its texts are keys for the words of whoever shows it.
type Problem struct {
	Line, Column int
	Kind         Kind
	Key          string // the key that it is about, with those above it: "servers.imap.port"
	Value        string
	Near         string // what was probably meant
	Want         Want   // what belongs there
	Raw          string // the YAML reader's own words
}

// Kind is the kind of a problem.
type Kind string

const (
	NotYAML    Kind = "not-yaml"
	UnknownKey Kind = "unknown-key"
	Twice      Kind = "twice"
	BadValue   Kind = "bad-value"
	Missing    Kind = "missing"
	TooLarge   Kind = "too-large"
	Alias      Kind = "alias"
)

// Want is what belongs in a place.
type Want string

const (
	WantText     Want = "text"
	WantMap      Want = "map"
	WantList     Want = "list"
	WantPort     Want = "port"
	WantNumber   Want = "number"
	WantHost     Want = "host"
	WantDomain   Want = "domain"
	WantSecurity Want = "security"
	WantForm     Want = "login-form"
	WantAddress  Want = "address"
	WantRange    Want = "range"
	WantDuration Want = "duration"
	WantURL      Want = "url"
	WantCode     Want = "code"
	WantPhrase   Want = "phrase"
)

func (p *Problem) Error() string {
	return fmt.Sprintf("line %d, column %d: %s %s %q (want %s) %s", p.Line, p.Column, p.Kind, p.Key, p.Value, p.Want, p.Raw)
}

// Read reads a profile. Codes are the cause codes that texts may be for; nil: any.
func Read(r io.Reader, codes []string) (*Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxSize {
		return nil, &Problem{Kind: TooLarge}
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	if err := d.Decode(&doc); err != nil {
		return nil, &Problem{Kind: NotYAML, Line: lineOf(err.Error()), Raw: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if err := d.Decode(new(yaml.Node)); err != io.EOF {
		return nil, &Problem{Kind: NotYAML, Raw: "more than one document"}
	}
	p := &Profile{Login: fact.FormAny}
	rd := &reader{profile: p, codes: codes}
	rd.top(doc.Content[0])
	if rd.problem != nil {
		return nil, rd.problem
	}
	return p, nil
}

// lineOf finds the line in the words of the YAML reader; 0: they name none.
func lineOf(s string) int {
	var n int
	if i := strings.Index(s, "line "); i >= 0 {
		fmt.Sscanf(s[i:], "line %d", &n)
	}
	return n
}

// For says whether the profile speaks of a domain.
func (p *Profile) For(domain string) bool {
	for _, d := range p.Domains {
		if strings.EqualFold(d, domain) || strings.HasSuffix(strings.ToLower(domain), "."+d) {
			return true
		}
	}
	return false
}
