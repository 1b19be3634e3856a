package credentials

import (
	"context"
	"encoding/json"
	"errors"
	"maps"

	"recoup/model"
)

// Receipt says what became of values that were to be kept.
type Receipt struct {
	Place Place
	// Names are the values that were given, in the order of Names.
	Names []Name
	// Missing are those without which the profile's credential cannot be used yet.
	Missing []Name
	// BasicDropped: a basic was kept that belongs to another client_id or client_secret, and is not any more.
	BasicDropped bool
	// BasicDerived: there is no basic, and it is made of client_id and client_secret, which are there.
	BasicDerived bool
	// KeyringUnknown: the keyring did not say whether it keeps an older credential, which would be used first.
	KeyringUnknown bool
}

// Set keeps values beside those of the profile that are kept already: in the keyring, or where there is none, or toFile
// asks for it, in the file. They stand in one of the two afterwards. After an error what was kept before is kept still.
func (s *Store) Set(ctx context.Context, p Profile, newer Values, toFile bool) (Receipt, error) {
	if err := acceptable(p, newer); err != nil {
		return Receipt{}, err
	}
	inRing, err := s.inKeyring(ctx, p)
	if err != nil {
		return Receipt{}, err
	}
	unknown := s.ring != nil && s.ring.broken != nil && !errors.Is(s.ring.broken, ErrNoKeyring)
	inFile, err := s.file.read()
	if err != nil {
		return Receipt{}, err
	}
	values, dropped := inRing.before(inFile[p]).with(newer)
	r := Receipt{Names: newer.names(), BasicDropped: dropped, BasicDerived: values.derivesBasic(), Missing: values.missing()}
	if !toFile && s.keepInKeyring(ctx, p, values) {
		r.Place = InKeyring
		return r, s.dropFromFile(inFile, p)
	}
	if err := ctx.Err(); err != nil {
		return Receipt{}, err
	}
	r.Place, r.KeyringUnknown = InFile, unknown
	return r, s.keepInFile(ctx, p, inFile, values, !inRing.isEmpty())
}

// acceptable refuses values that a profile does not have, and none at all.
func acceptable(p Profile, newer Values) error {
	if newer.isEmpty() {
		return model.Usage("Give at least one of client_id, client_secret, basic and hottok.", "No value was given.")
	}
	for _, n := range newer.names() {
		if !p.holds(n) {
			return model.Usage("Leave out --sandbox for it.", "An account has one %s, and it is not the sandbox's.", n)
		}
	}
	return nil
}

// keepInKeyring tells whether the keyring keeps the values now.
func (s *Store) keepInKeyring(ctx context.Context, p Profile, values Values) bool {
	if s.ring == nil {
		return false
	}
	raw, err := json.Marshal(encode(values))
	return err == nil && s.ring.set(ctx, string(p), string(raw)) == nil
}

// dropFromFile takes a profile that the keyring keeps now out of the file.
func (s *Store) dropFromFile(all contents, p Profile) error {
	if all[p].isEmpty() {
		return nil
	}
	delete(all, p)
	if err := s.file.write(all); err != nil {
		return model.Failed(err, "Delete the file yourself.",
			"The values are in the system keyring now, but older ones could not be taken out of %s.", model.Clean(s.File()))
	}
	return nil
}

// keepInFile writes the values to the file and takes older ones out of the keyring. One that does not let go of them
// would give them out before the file's, so the file is then put back as it was.
func (s *Store) keepInFile(ctx context.Context, p Profile, all contents, values Values, ringHas bool) error {
	before := maps.Clone(all)
	all[p] = values
	if err := s.file.write(all); err != nil || !ringHas {
		return err
	}
	if _, err := s.ring.delete(ctx, string(p)); err != nil {
		stays := model.Failed(err, "Unlock it and try again.",
			"The system keyring keeps an older credential, which would be used first, and it cannot be changed now.")
		return errors.Join(stays, s.file.write(before))
	}
	return nil
}

// Removal says what was taken away, and what is not ours to take.
type Removal struct {
	// Places are those from which something was removed.
	Places []Place
	// Variables are the environment variables that are still set.
	Variables []string
}

// Remove takes profiles out of the keyring and the file. One place that fails does not keep it from the other; the error
// says which may still hold something. What a place holds need not be readable to be removed, unless the file also holds
// a profile that stays.
func (s *Store) Remove(ctx context.Context, profiles ...Profile) (Removal, error) {
	var r Removal
	fromRing, ringErr := s.removeFromKeyring(ctx, profiles)
	if fromRing {
		r.Places = append(r.Places, InKeyring)
	}
	fromFile, fileErr := s.removeFromFile(profiles)
	if fromFile {
		r.Places = append(r.Places, InFile)
	}
	for _, p := range profiles {
		for _, n := range p.Names() {
			if variable := Variable(p, n); s.getenv(variable) != "" {
				r.Variables = append(r.Variables, variable)
			}
		}
	}
	if ringErr != nil {
		return r, ringErr
	}
	return r, fileErr
}

func (s *Store) removeFromKeyring(ctx context.Context, profiles []Profile) (removed bool, err error) {
	if s.ring == nil {
		return false, nil
	}
	for _, p := range profiles {
		was, err := s.ring.delete(ctx, string(p))
		if errors.Is(err, ErrNoKeyring) {
			return removed, nil
		}
		if err != nil {
			if ctx.Err() != nil {
				return removed, ctx.Err()
			}
			return removed, model.Failed(err, "Unlock it and run recoup auth remove again.", "The system keyring could not be asked to remove what it may keep.")
		}
		removed = removed || was
	}
	return removed, nil
}

func (s *Store) removeFromFile(profiles []Profile) (removed bool, err error) {
	s.file.sweep(0)
	if len(profiles) == len(Profiles()) {
		there := s.file.exists()
		return there, s.file.remove()
	}
	all, err := s.file.read()
	if err != nil {
		return false, err
	}
	for _, p := range profiles {
		removed = removed || !all[p].isEmpty()
		delete(all, p)
	}
	if !removed {
		return false, nil
	}
	return true, s.file.write(all)
}
