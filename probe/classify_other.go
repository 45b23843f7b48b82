//go:build !windows

package probe

import "maildiag/probe/fact"

// systemErrnos: the POSIX numbers of errnoClasses are all there is.
var systemErrnos []struct {
	errno error
	class fact.Class
}
