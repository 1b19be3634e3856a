package store

import (
	"path/filepath"

	"recoup/model"
)

// Places are the default folders and files, by the XDG base directories.
type Places struct {
	Snapshot string // what Hotmart says: $XDG_DATA_HOME/recoup/snapshot.db
	Notes    string // what the creator says: notes.db beside it
	Config   string // folder: $XDG_CONFIG_HOME/recoup
	State    string // folder: $XDG_STATE_HOME/recoup
}

// DefaultPlaces works out the places from environment variables, which are asked for by name. A variable that is empty
// or holds a relative path counts as not set. Without a home folder there are no places, and that is an error.
func DefaultPlaces(env func(string) string) (Places, error) {
	dir := func(variable string, fallback ...string) (string, error) {
		if d := env(variable); filepath.IsAbs(d) {
			return filepath.Join(d, "recoup"), nil
		}
		home := env("HOME")
		if !filepath.IsAbs(home) {
			return "", model.Usage("Set HOME, or name the file with --snapshot.", "There is no home folder to keep the snapshot in.")
		}
		return filepath.Join(append(append([]string{home}, fallback...), "recoup")...), nil
	}
	data, err := dir("XDG_DATA_HOME", ".local", "share")
	if err != nil {
		return Places{}, err
	}
	config, err := dir("XDG_CONFIG_HOME", ".config")
	if err != nil {
		return Places{}, err
	}
	state, err := dir("XDG_STATE_HOME", ".local", "state")
	if err != nil {
		return Places{}, err
	}
	return Places{
		Snapshot: filepath.Join(data, "snapshot.db"), Notes: filepath.Join(data, "notes.db"),
		Config: config, State: state,
	}, nil
}
