//go:build !windows && !darwin

package host

// systemProxy: where there is no setting of the system, the environment alone counts.
func systemProxy() Proxy { return Proxy{} }
