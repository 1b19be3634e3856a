package store

import "os"

// link gives a finished file its name without ever replacing what has that name already, then takes the old name away.
func link(made, path string) error {
	if err := os.Link(made, path); err != nil {
		return err
	}
	return os.Remove(made)
}
