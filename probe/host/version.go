package host

import (
	"fmt"
	"strings"
)

// parseOSRelease gives PRETTY_NAME of os-release(5), or "".
func parseOSRelease(text string) string {
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "PRETTY_NAME="); ok {
			value = strings.Trim(value, `"'`)
			if len(value) > 200 {
				value = value[:200]
			}
			return value
		}
	}
	return ""
}

// windowsVersion names a Windows as its users do. The registry still calls Windows 11 "Windows 10"; the build number
// tells them apart.
func windowsVersion(product, display string, major, minor, build uint32) string {
	if product == "" {
		product = "Windows"
	}
	if build >= 22000 {
		product = strings.Replace(product, "Windows 10", "Windows 11", 1)
	}
	if display != "" {
		product += " " + display
	}
	return fmt.Sprintf("%s (%d.%d.%d)", product, major, minor, build)
}
