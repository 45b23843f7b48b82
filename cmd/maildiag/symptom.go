package main

import (
	"io"
	"strings"

	"maildiag/report/lang"
)

// maxSymptom bounds what is kept of an error message; a mail program's is a few lines.
const maxSymptom = 4 << 10

var textNoSymptom = lang.T(
	"--symptom {file} can't be read ({why}): give the error text in quotes, or the name of a file that holds it",
	"--symptom {file} 读不了（{why}）：请把报错文字放在引号里，或者写出保存报错文字的文件名")

// symptom is the error that the user saw: the text itself, or what a file of that name holds.
func symptom(value string) (string, error) {
	if value == "" || strings.Contains(value, "\n") {
		return cutSymptom(value), nil
	}
	file, err := openPlain(value)
	if err != nil {
		if looksLikeFile(value) {
			return "", usage(textNoSymptom.With("file", short(value), "why", reason(err)))
		}
		return cutSymptom(value), nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSymptom))
	if err != nil {
		return "", usage(textNoSymptom.With("file", short(value), "why", reason(err)))
	}
	return cutSymptom(strings.ToValidUTF8(string(data), "")), nil
}

func cutSymptom(s string) string {
	if len(s) > maxSymptom {
		s = strings.ToValidUTF8(s[:maxSymptom], "")
	}
	return strings.TrimSpace(s)
}
