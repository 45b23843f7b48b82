//go:build !windows && !darwin

package host

import (
	"fmt"
	"io"
	"os"
)

// readBounded reads at most limit bytes of a file; what lies behind them is left out.
func readBounded(path string, limit int64) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return string(b), nil
}
