//go:build !windows

package main

// uiLanguage: elsewhere the locale variables alone tell the language.
func uiLanguage() string { return "" }
