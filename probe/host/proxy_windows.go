package host

import "golang.org/x/sys/windows/registry"

// systemProxy reads the user's Internet Settings.
func systemProxy() Proxy {
	key, err := registry.OpenKey(registry.CURRENT_USER, `SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err != nil {
		return Proxy{}
	}
	defer key.Close()
	text := func(name string) string {
		value, _, err := key.GetStringValue(name)
		if err != nil {
			return ""
		}
		return value
	}
	enabled, _, err := key.GetIntegerValue("ProxyEnable")
	return parseWindowsProxy(err == nil && enabled != 0, text("ProxyServer"), text("ProxyOverride"), text("AutoConfigURL"))
}
