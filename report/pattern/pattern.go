// Package pattern is regular expressions that are compiled when they are first used: a program that has nothing to read
// starts without paying for them.
//
// Not here: any expression; each stands beside what it reads.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is one expression.
type Pattern struct{ compiled func() *regexp.Regexp }

// New makes a pattern. One that does not compile panics at its first use; a test uses each.
func New(expr string) *Pattern {
	return &Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

// Regexp is the compiled expression.
func (p *Pattern) Regexp() *regexp.Regexp { return p.compiled() }

func (p *Pattern) Match(b []byte) bool            { return p.compiled().Match(b) }
func (p *Pattern) MatchString(s string) bool      { return p.compiled().MatchString(s) }
func (p *Pattern) FindString(s string) string     { return p.compiled().FindString(s) }
func (p *Pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }
func (p *Pattern) FindStringSubmatch(s string) []string {
	return p.compiled().FindStringSubmatch(s)
}
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}
func (p *Pattern) FindAll(b []byte, n int) [][]byte { return p.compiled().FindAll(b, n) }
func (p *Pattern) FindAllString(s string, n int) []string {
	return p.compiled().FindAllString(s, n)
}
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}
func (p *Pattern) ReplaceAllString(s, by string) string { return p.compiled().ReplaceAllString(s, by) }
func (p *Pattern) ReplaceAllStringFunc(s string, by func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, by)
}
func (p *Pattern) Split(s string, n int) []string { return p.compiled().Split(s, n) }
func (p *Pattern) SubexpIndex(name string) int    { return p.compiled().SubexpIndex(name) }
