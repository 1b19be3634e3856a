package api

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"recoup/model"
	"recoup/store/hotmart"
)

// clubQuery asks for the members area that the user named.
func (r *run) clubQuery() url.Values { return url.Values{"subdomain": {r.Options.Club}} }

// clubModules reads the modules of the members area, and the pages of each.
func (r *run) clubModules(ctx context.Context) error {
	r.progress(endClubModules, 0)
	club := r.Options.Club
	modules := newLook()
	err := r.whole(ctx, endClubModules, []string{"club", "api", "v1", "modules"}, r.clubQuery(), modules, func(item json.RawMessage, at model.Instant) (model.Change, error) {
		return hotmart.ClubModules(item, at, club)
	})
	if err != nil || r.closed[endClubModules] {
		return r.unlessSpared(endClubModules, err)
	}
	b := r.batch(endClubModules, club, modules)
	b.Covers = r.allOf(model.DataClubModules)
	if err := r.apply(ctx, endClubModules, b, modules); err != nil {
		return err
	}
	pages := newLook()
	ids := recordTexts(modules.changes, "module_id")
	for i, id := range ids {
		r.progress(endClubPages, float64(i)/float64(len(ids)))
		path := []string{"club", "api", "v2", "modules", id, "pages"}
		err := r.whole(ctx, endClubPages, path, r.clubQuery(), pages, func(item json.RawMessage, at model.Instant) (model.Change, error) {
			return hotmart.ClubPages(item, at, club, id)
		})
		if err != nil && !isNone(err) {
			return r.unlessSpared(endClubPages, err)
		}
	}
	b = r.batch(endClubPages, club, pages)
	b.Covers = r.allOf(model.DataClubPages)
	return r.apply(ctx, endClubPages, b, pages)
}

// clubUsers reads the members of the area, and what each of them has completed.
func (r *run) clubUsers(ctx context.Context) error {
	r.progress(endClubUsers, 0)
	club := r.Options.Club
	members := newLook()
	err := r.whole(ctx, endClubUsers, []string{"club", "api", "v1", "users"}, r.clubQuery(), members, func(item json.RawMessage, at model.Instant) (model.Change, error) {
		return hotmart.ClubMembers(item, at, club)
	})
	if err != nil {
		return r.unlessSpared(endClubUsers, err)
	}
	b := r.batch(endClubUsers, club, members)
	b.Covers = r.allOf(model.DataClubMembers)
	if err := r.apply(ctx, endClubUsers, b, members); err != nil {
		return err
	}
	return r.lessons(ctx, recordTexts(members.changes, "user_id"))
}

// lessons reads what each member has completed: one question a member, in the order of their numbers, so that an
// interrupted sync goes on behind the last one that was stored.
func (r *run) lessons(ctx context.Context, members []string) error {
	name := "api/" + endClubLessons + "/" + r.Options.Club
	kept, err := r.Target.Cursor(ctx, name)
	if err != nil {
		return err
	}
	slices.Sort(members)
	begun := r.doneInRound() + " "
	done := 0
	if len(kept) > len(begun) && kept[:len(begun)] == begun {
		done, _ = slices.BinarySearch(members, kept[len(begun):]+"\x00")
	}
	for done < len(members) {
		found := newLook()
		chunk := members[done:min(done+byCodeBatch, len(members))]
		for _, member := range chunk {
			r.progress(endClubLessons, float64(done)/float64(len(members)))
			done++
			path := []string{"club", "api", "v1", "users", member, "lessons"}
			err := r.whole(ctx, endClubLessons, path, r.clubQuery(), found, func(item json.RawMessage, at model.Instant) (model.Change, error) {
				return hotmart.ClubLessons(item, at, r.Options.Club, member)
			})
			if err != nil && !isNone(err) {
				return r.unlessSpared(endClubLessons, err)
			}
		}
		b := r.batch(endClubLessons, chunk[0], found)
		b.Cursors[name] = begun + chunk[len(chunk)-1]
		if err := r.apply(ctx, endClubLessons, b, found); err != nil {
			return err
		}
	}
	return nil
}

// doneInRound names the round in cursors that hold no moment.
func (r *run) doneInRound() string { return stamp(r.round.began) }

// recordTexts gathers a text of all records.
func recordTexts(changes []model.Change, name string) []string {
	var all []string
	for _, c := range changes {
		for _, record := range c.Records {
			if text := record.TextOf(name); text != "" {
				all = append(all, text)
			}
		}
	}
	return all
}
