package main

import (
	"encoding/binary"
	"path/filepath"
	"unicode/utf16"

	"golang.org/x/sys/windows"
)

// toClipboard uses clip.exe, which takes UTF-16 with a byte order mark whatever the code page is.
func toClipboard(text string) error {
	dir, err := windows.GetSystemDirectory()
	if err != nil {
		return err
	}
	data := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	return feed(data, nil, filepath.Join(dir, "clip.exe"))
}
