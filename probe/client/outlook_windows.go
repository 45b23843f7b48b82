package client

import "golang.org/x/sys/windows/registry"

// Where Outlook keeps its accounts, below HKEY_CURRENT_USER: of each version, and of the time before profiles were its own.
var outlookKeys = []string{
	`Software\Microsoft\Office\16.0\Outlook\Profiles`,
	`Software\Microsoft\Office\15.0\Outlook\Profiles`,
	`Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles`,
}

// outlookAccounts is the key below a profile that holds its internet accounts, one a subkey.
const outlookAccounts = "9375CFF0413111d3B88A00104B2A6676"

// outlook reads the accounts of all profiles from the registry.
func outlook() ([]Account, error) {
	var out []Account
	for _, root := range outlookKeys {
		for _, profile := range subkeys(root) {
			path := root + `\` + profile + `\` + outlookAccounts
			for _, name := range subkeys(path) {
				if a, ok := outlookAccount(readKey(path + `\` + name)); ok && len(out) < 100 {
					out = append(out, a)
				}
			}
		}
	}
	return out, nil
}

func subkeys(path string) []string {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return nil
	}
	defer key.Close()
	names, err := key.ReadSubKeyNames(200)
	if err != nil && len(names) == 0 {
		return nil
	}
	return names
}

func readKey(path string) registryKey {
	k := registryKey{texts: map[string]string{}, numbers: map[string]int{}}
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.QUERY_VALUE)
	if err != nil {
		return k
	}
	defer key.Close()
	for _, name := range outlookValues {
		_, kind, err := key.GetValue(name, nil)
		if err != nil {
			continue
		}
		switch kind {
		case registry.SZ, registry.EXPAND_SZ:
			k.texts[name], _, _ = key.GetStringValue(name)
		case registry.DWORD:
			n, _, _ := key.GetIntegerValue(name)
			k.numbers[name] = int(n & 0xffffff)
		case registry.BINARY:
			data, _, err := key.GetBinaryValue(name)
			if err == nil {
				k.texts[name], k.numbers[name] = registryText(data), registryNumber(data)
			}
		}
	}
	return k
}
