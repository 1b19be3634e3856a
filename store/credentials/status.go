package credentials

import (
	"context"
	"errors"

	"recoup/model"
)

// Status says what is kept and where, and nothing of the values themselves.
type Status struct {
	Profiles []ProfileStatus
	// Problems are sentences on places that could not be used or read.
	Problems []string
}

// ProfileStatus is the status of one profile.
type ProfileStatus struct {
	Profile Profile
	Values  []ValueStatus // all that the profile may hold
}

// ValueStatus is the status of one value.
type ValueStatus struct {
	Name Name
	// Place is where the value is taken from, "" where there is none.
	Place Place
	// Derived: there is none, and it is made of client_id and client_secret, which are there.
	Derived bool
	// Unused are further places that hold one, which is not used.
	Unused []Place
}

// Status looks into every place. A place that cannot be read is one of the Problems; the only error is the context's.
func (s *Store) Status(ctx context.Context) (Status, error) {
	var status Status
	for _, p := range Profiles() {
		held := map[Place]Values{}
		for _, place := range []Place{InKeyring, InFile, InEnvironment} {
			values, err := s.in(ctx, place, p)
			if ctx.Err() != nil {
				return Status{}, ctx.Err()
			}
			if err != nil {
				status.note(err)
			}
			held[place] = values
		}
		status.Profiles = append(status.Profiles, standing(p, held))
	}
	return status, nil
}

// note takes in a problem, once: the file is the same for every profile.
func (s *Status) note(err error) {
	sentence := model.Clean(err.Error()).String()
	var readable *model.Error
	if errors.As(err, &readable) {
		sentence = readable.Message + " " + readable.Hint
	}
	for _, said := range s.Problems {
		if said == sentence {
			return
		}
	}
	s.Problems = append(s.Problems, sentence)
}

// standing tells for every value of a profile which place gives it, by the rules of API and Hottok.
func standing(p Profile, held map[Place]Values) ProfileStatus {
	var credential Place
	for _, place := range []Place{InEnvironment, InFile, InKeyring} {
		if held[place].hasAPI() {
			credential = place
		}
	}
	status := ProfileStatus{Profile: p}
	for _, n := range p.Names() {
		v := ValueStatus{Name: n}
		for _, place := range []Place{InKeyring, InFile, InEnvironment} {
			switch {
			case !held[place][n].IsSet():
			case v.Place == "" && (n == Hottok || place == credential):
				v.Place = place
			default:
				v.Unused = append(v.Unused, place)
			}
		}
		v.Derived = n == Basic && held[credential].derivesBasic()
		status.Values = append(status.Values, v)
	}
	return status
}
