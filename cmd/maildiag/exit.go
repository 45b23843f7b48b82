package main

import "maildiag/report/cause"

// The exit statuses of the contract. This file is the only place that knows them.
const (
	exitOK      = 0 // all is well; infos and skipped logins do not change it
	exitTrouble = 1 // degraded or broken
	exitUsage   = 2 // bad usage or bad input
	exitUnknown = 3 // it could not be determined
)

// exitStatus is the same in every format and language.
func exitStatus(s cause.Status) int {
	switch s {
	case cause.StatusOK:
		return exitOK
	case cause.StatusDegraded, cause.StatusBroken:
		return exitTrouble
	}
	return exitUnknown
}
