// Package lang is the two languages of maildiag.
//
// A text is made of both languages in one call, so that leaving one out does not compile.
// Placeholders are named: T("port {port}", "端口 {port}"). A test reads the source of the whole
// tree and compares the placeholders of both halves of every call.
//
// Not here: the choice of the language (cmd reads the locale), and any text itself; texts stand
// beside what they speak of.
package lang

import (
	"fmt"
	"strings"
)

// Lang is a language of the output.
type Lang string

const (
	EN Lang = "en"
	ZH Lang = "zh"
)

// Text is one text in both languages.
type Text struct{ en, zh string }

// T makes a text of its English and its Chinese form.
func T(en, zh string) Text { return Text{en, zh} }

// In gives the text in one language.
func (t Text) In(l Lang) string {
	if l == ZH {
		return t.zh
	}
	return t.en
}

// Empty says whether there is no text.
func (t Text) Empty() bool { return t.en == "" && t.zh == "" }

// With replaces {name} by value, for each pair of arguments: With("host", h, "port", 993). A value
// may be a Text itself, and then keeps its language. What a value contains is never read as a
// placeholder again, so values may come from outside.
func (t Text) With(pairs ...any) Text {
	if len(pairs)%2 != 0 {
		panic("lang: With wants pairs")
	}
	en, zh := make([]string, 0, len(pairs)), make([]string, 0, len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		name := "{" + fmt.Sprint(pairs[i]) + "}"
		if v, ok := pairs[i+1].(Text); ok {
			en, zh = append(en, name, v.en), append(zh, name, v.zh)
			continue
		}
		v := fmt.Sprint(pairs[i+1])
		en, zh = append(en, name, v), append(zh, name, v)
	}
	return Text{strings.NewReplacer(en...).Replace(t.en), strings.NewReplacer(zh...).Replace(t.zh)}
}

// Both is a text that comes from outside in both languages: an organisation's own words. It has no placeholders.
func Both(en, zh string) Text { return Text{en, zh} }

// Same is a text that is the same in both languages: a host name, a server's own words.
func Same(s string) Text { return Text{s, s} }

// Join puts texts in one line.
func Join(sep Text, texts ...Text) Text {
	var out Text
	for i, t := range texts {
		if i > 0 {
			out.en, out.zh = out.en+sep.en, out.zh+sep.zh
		}
		out.en, out.zh = out.en+t.en, out.zh+t.zh
	}
	return out
}
