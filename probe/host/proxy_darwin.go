package host

import (
	"context"
	"os/exec"
	"time"
)

// systemProxy asks the system's configuration.
func systemProxy() Proxy {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil || len(out) > 64<<10 {
		return Proxy{}
	}
	return parseScutilProxy(string(out))
}
