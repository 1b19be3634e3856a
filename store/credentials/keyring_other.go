//go:build !unix || darwin || ios

package credentials

// keyringCanBeAsked is always true where the keyring is a part of the system.
func keyringCanBeAsked() bool { return true }
