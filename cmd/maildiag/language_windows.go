package main

import "golang.org/x/sys/windows"

// uiLanguage is the language of the desktop, as a locale name ("zh-CN").
func uiLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(names) == 0 {
		return ""
	}
	return names[0]
}
