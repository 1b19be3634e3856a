package credentials

import (
	"encoding/base64"
	"slices"

	"recoup/model"
)

// Name is what a value is called: in the file, in what is read from standard input, in the output of status.
type Name string

// The values.
const (
	ClientID     Name = "client_id"
	ClientSecret Name = "client_secret"
	Basic        Name = "basic"
	Hottok       Name = "hottok"
)

// Names lists the values in the order in which they are asked for and shown.
func Names() []Name { return []Name{ClientID, ClientSecret, Basic, Hottok} }

// Profile is the type of a credential, which Hotmart fixes when it is made.
type Profile string

// The profiles.
const (
	Production Profile = "production"
	Sandbox    Profile = "sandbox"
)

// Profiles lists the profiles in the order in which they are shown.
func Profiles() []Profile { return []Profile{Production, Sandbox} }

// Names lists the values that a profile may hold: webhooks have one hottok, and it is the production profile's.
func (p Profile) Names() []Name {
	if p == Sandbox {
		return []Name{ClientID, ClientSecret, Basic}
	}
	return Names()
}

// Place is where a value is kept.
type Place string

// The places, in the order in which they are asked.
const (
	InKeyring     Place = "keyring"
	InFile        Place = "file"
	InEnvironment Place = "environment"
)

// Values are what one place keeps of one profile. A value that is not kept is absent or not set.
type Values map[Name]Secret

// names lists the values that are set.
func (v Values) names() []Name {
	var set []Name
	for _, n := range Names() {
		if v[n].IsSet() {
			set = append(set, n)
		}
	}
	return set
}

// isEmpty tells whether no value is set.
func (v Values) isEmpty() bool { return len(v.names()) == 0 }

// hasAPI tells whether any part of a credential of the API is there.
func (v Values) hasAPI() bool {
	return v[ClientID].IsSet() || v[ClientSecret].IsSet() || v[Basic].IsSet()
}

// before gives what is used of two places of which this one is asked first: the credential of the first that has any part
// of one, and the hottok of the first that has it.
func (v Values) before(next Values) Values {
	merged := Values{}
	credential := next
	if v.hasAPI() {
		credential = v
	}
	for _, n := range []Name{ClientID, ClientSecret, Basic} {
		merged[n] = credential[n]
	}
	merged[Hottok] = v[Hottok]
	if !v[Hottok].IsSet() {
		merged[Hottok] = next[Hottok]
	}
	return merged
}

// derivesBasic tells whether the basic is made of the other two.
func (v Values) derivesBasic() bool {
	return v[ClientID].IsSet() && v[ClientSecret].IsSet() && !v[Basic].IsSet()
}

// missing lists what a credential that is begun still needs.
func (v Values) missing() []Name {
	var missing []Name
	for _, n := range []Name{ClientID, ClientSecret} {
		if v.hasAPI() && !v[n].IsSet() {
			missing = append(missing, n)
		}
	}
	return missing
}

// with gives these values changed by newer ones. A basic belongs to the client_id and the client_secret it was made with,
// so it goes with them where no newer one comes, and dropped says so.
func (v Values) with(newer Values) (merged Values, dropped bool) {
	merged = Values{}
	for _, n := range Names() {
		switch {
		case newer[n].IsSet():
			merged[n] = newer[n]
		case v[n].IsSet():
			merged[n] = v[n]
		}
	}
	changed := !merged[ClientID].Equal(v[ClientID]) || !merged[ClientSecret].Equal(v[ClientSecret])
	if changed && v[Basic].IsSet() && !newer[Basic].IsSet() {
		delete(merged, Basic)
		return merged, true
	}
	return merged, false
}

// API is a credential of Hotmart's API, complete.
type API struct {
	ClientID     Secret
	ClientSecret Secret
	// Basic is the panel's third value, without the word Basic. It is not set where it was not given; Authorization is.
	Basic   Secret
	Sandbox bool
	// From is the place that gave the credential.
	From Place
}

// Authorization is the value that follows the word Basic when a token is asked for: the one that Hotmart showed, or where
// it was not given base64(client_id:client_secret), which is what Hotmart makes it of.
func (a API) Authorization() Secret {
	if a.Basic.IsSet() {
		return a.Basic
	}
	return derivedBasic(a.ClientID, a.ClientSecret)
}

func derivedBasic(id, secret Secret) Secret {
	return NewSecret(base64.StdEncoding.EncodeToString([]byte(id.Reveal() + ":" + secret.Reveal())))
}

// Redactor takes the credential out of texts and errors, and further secrets with it, such as the access token.
func (a API) Redactor(more ...Revealer) *Redactor {
	own := []Revealer{a.ClientID, a.ClientSecret, a.Basic, derivedBasic(a.ClientID, a.ClientSecret)}
	return NewRedactor(append(own, more...)...)
}

// apiFrom makes a credential of what a place keeps. An incomplete one is an error that says what is missing.
func apiFrom(v Values, p Profile, from Place) (API, error) {
	if missing := v.missing(); len(missing) > 0 {
		hint := "Add it with: recoup auth set --only " + missing[0].flag() + p.flag()
		if from == InEnvironment {
			hint = "Set " + Variable(p, missing[0]) + " as well."
		}
		return API{}, model.Failed(ErrIncomplete, hint, "The %s credential in the %s has no %s.", p, from, missing[0])
	}
	return API{ClientID: v[ClientID], ClientSecret: v[ClientSecret], Basic: v[Basic], Sandbox: p == Sandbox, From: from}, nil
}

// holds tells whether a profile may hold a value.
func (p Profile) holds(n Name) bool { return slices.Contains(p.Names(), n) }
