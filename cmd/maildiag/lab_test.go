package main

import (
	"os"

	"maildiag/probe"
	"maildiag/probe/lab"
)

// labMain is the program with the embedded world in place of the machine's network. MAILDIAG_TEST_FAULT is its fault.
func labMain() {
	world, err := lab.New(os.Getenv("MAILDIAG_TEST_FAULT"))
	if err != nil {
		panic(err)
	}
	c := machine()
	c.machine = func(probe.MachineOptions) *probe.Env { return world.Env() }
	c.profiles = func() []string { return nil }
	status := run(os.Args[1:], c)
	world.Close()
	os.Exit(status)
}
