//go:build !windows

package client

// outlook: only on Windows does it keep its accounts where they can be read.
func outlook() ([]Account, error) { return nil, nil }
