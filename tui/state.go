package tui

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// kept is what the program remembers from one run to the next: how things look, not where the reader was. A key that is
// not known, or a file that cannot be read, is passed over.
type kept struct {
	Theme       string `json:"theme,omitempty"`
	HideAmounts bool   `json:"hide_amounts,omitempty"`
	Currency    string `json:"currency,omitempty"`
}

// largestState is far more than the file can hold.
const largestState = 64 << 10

func (a *App) restore() {
	if a.options.StatePath == "" {
		return
	}
	info, err := os.Stat(a.options.StatePath)
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestState {
		return
	}
	content, err := os.ReadFile(a.options.StatePath)
	if err != nil {
		return
	}
	var k kept
	if json.Unmarshal(content, &k) != nil {
		return
	}
	a.kept = k
	a.format.HideAmounts = k.HideAmounts
}

// restoreCurrency takes up the currency looked at last, unless another was asked for or it has no sale here.
func (a *App) restoreCurrency() {
	c, err := model.ParseCurrency(a.kept.Currency)
	if err == nil && a.query.Currency == "" && slices.Contains(a.home.currencies(""), c) {
		a.query.Currency = c
	}
}

// remember writes the state file. Where it cannot be written, the program forgets.
func (a *App) remember() tea.Cmd {
	k := a.kept
	k.HideAmounts = a.format.HideAmounts
	path := a.options.StatePath
	return func() tea.Msg {
		if path == "" {
			return nil
		}
		content, err := json.MarshalIndent(k, "", "  ")
		if err == nil {
			_ = replaceFile(path, append(content, '\n'))
		}
		return nil
	}
}

// replaceFile writes a file as a whole or not at all, for its owner's eyes only.
func replaceFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".state-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
