package command

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"recoup/model"
	"recoup/store/credentials"
)

func receiptText(r credentials.Receipt, profile credentials.Profile, file string) string {
	var b strings.Builder
	where := "the system keyring"
	if r.Place == credentials.InFile {
		where = model.Clean(file).String() + ", which only you may read"
	}
	fmt.Fprintf(&b, "Kept for %s: %s, in %s.\n", profile, named(r.Names), where)
	if r.BasicDropped {
		b.WriteString("The basic that was kept belonged to another client_id or client_secret, and was removed.\n")
	}
	if r.BasicDerived {
		b.WriteString("There is no basic: base64(client_id:client_secret) is sent. If Hotmart shows another, set it with --only basic.\n")
	}
	if len(r.Missing) > 0 {
		fmt.Fprintf(&b, "The credential cannot be used yet: there is no %s.\n", named(r.Missing))
	}
	if r.KeyringUnknown {
		b.WriteString("Careful: an older credential in the keyring would be used first once it answers again. recoup auth status tells.\n")
	}
	return b.String()
}

func writeRemoval(w io.Writer, removed credentials.Removal, complete bool) error {
	var b strings.Builder
	for _, place := range removed.Places {
		fmt.Fprintf(&b, "Removed from %s.\n", placeText(place))
	}
	if len(removed.Places) == 0 && complete {
		b.WriteString("Nothing was kept.\n")
	}
	if len(removed.Variables) > 0 {
		fmt.Fprintf(&b, "Still set in the environment, and used: %s.\n", named(removed.Variables))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// named lists names as a sentence does.
func named[T ~string](names []T) string {
	var b strings.Builder
	for i, n := range names {
		switch {
		case i > 0 && i == len(names)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(n))
	}
	return b.String()
}

func placeText(place credentials.Place) string {
	if place == credentials.InKeyring {
		return "the system keyring"
	}
	return "the " + string(place)
}

func writeStatus(w io.Writer, status credentials.Status, file string) error {
	var b strings.Builder
	for _, p := range status.Profiles {
		fmt.Fprintf(&b, "%s\n", strings.ToUpper(string(p.Profile[:1]))+string(p.Profile[1:]))
		for _, v := range p.Values {
			fmt.Fprintf(&b, "  %s  %s\n", model.Pad(string(v.Name), len(credentials.ClientSecret)), valueText(v))
		}
	}
	if file != "" {
		fmt.Fprintf(&b, "\nFile  %s\n", model.Clean(file))
	}
	for _, problem := range status.Problems {
		fmt.Fprintf(&b, "Careful: %s\n", problem)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func valueText(v credentials.ValueStatus) string {
	text := "not set"
	switch {
	case v.Place != "":
		text = "set, in " + placeText(v.Place)
	case v.Derived:
		text = "made of client_id and client_secret"
	}
	for _, place := range v.Unused {
		text += "; also in " + placeText(place) + ", not used"
	}
	return text
}

// The JSON of status: names and places, never anything of a value.
type (
	statusJSON struct {
		Profiles []profileJSON `json:"profiles"`
		File     string        `json:"file,omitempty"`
		Problems []string      `json:"problems"`
	}
	profileJSON struct {
		Profile credentials.Profile `json:"profile"`
		Values  []valueJSON         `json:"values"`
	}
	valueJSON struct {
		Name    credentials.Name    `json:"name"`
		Set     bool                `json:"set"`
		Place   credentials.Place   `json:"place,omitempty"`
		Derived bool                `json:"derived,omitempty"`
		Unused  []credentials.Place `json:"unused,omitempty"`
	}
)

func writeStatusJSON(w io.Writer, status credentials.Status, file string) error {
	said := statusJSON{File: model.Clean(file).String(), Problems: append([]string{}, status.Problems...)}
	for _, p := range status.Profiles {
		profile := profileJSON{Profile: p.Profile}
		for _, v := range p.Values {
			profile.Values = append(profile.Values, valueJSON{Name: v.Name, Set: v.Place != "", Place: v.Place, Derived: v.Derived, Unused: v.Unused})
		}
		said.Profiles = append(said.Profiles, profile)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(said)
}
