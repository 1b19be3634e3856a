package hotmart

import (
	"encoding/json"

	"recoup/model"
)

// The kinds of club activity, as the field kind of model.DataClubActivity.
const (
	ActivityFirstAccess     = "first-access"
	ActivityModuleCompleted = "module-completed"
	ActivityLesson          = "lesson"
)

// ClubMembers reads an item of club/api/v1/users. Club is the subdomain of the members area, which the item does not
// name.
func ClubMembers(item json.RawMessage, at model.Instant, club string) (model.Change, error) {
	o, id, err := namedItem(item, "member number", "user_id", "id")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataClubMembers, club+"|"+id)}
	r.Text("club", club).Text("user_id", id)
	for _, name := range [...]string{"name", "email", "role", "type", "status", "engagement", "class_id", "locale", "plus_access"} {
		r.Text(name, o.at(name).text())
	}
	r.At("purchased_at", o.at("purchase_date").instant())
	r.At("first_access_at", o.at("first_access_date").instant()).At("last_access_at", o.at("last_access_date").instant())
	r.number("access_count", o.at("access_count"))
	progress := o.in("progress")
	r.number("progress_percent", progress.at("completed_percentage"))
	r.number("pages_completed", progress.at("completed"))
	r.number("pages_total", progress.at("total"))
	return recordsOf(at, r.Record), nil
}

// ClubModules reads an item of club/api/v1/modules; see ClubMembers.
func ClubModules(item json.RawMessage, at model.Instant, club string) (model.Change, error) {
	o, id, err := namedItem(item, "module number", "module_id", "id")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataClubModules, club+"|"+id)}
	r.Text("club", club).Text("module_id", id).Text("name", o.at("name").text())
	r.number("sequence", o.at("sequence"))
	r.number("pages", o.at("total_pages"))
	for _, name := range [...]string{"is_extra", "is_extra_paid", "is_public"} {
		r.flag(name, o.at(name))
	}
	return recordsOf(at, r.Record), nil
}

// ClubPages reads an item of club/api/v2/modules/{id}/pages; see ClubMembers.
func ClubPages(item json.RawMessage, at model.Instant, club, moduleID string) (model.Change, error) {
	o, id, err := namedItem(item, "page number", "page_id", "id")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataClubPages, club+"|"+id)}
	r.Text("club", club).Text("module_id", moduleID).Text("page_id", id).Text("name", o.at("name").text()).Text("type", o.at("type").text())
	r.number("sequence", o.first("page_order", "sequence"))
	r.number("comments", o.at("total_comments"))
	if len(o.at("rates").items(1)) > 0 { // the average of none is written as 0
		r.Text("rating", o.at("rates_average").text())
	}
	r.flag("published", o.at("published"))
	r.flag("has_media", o.at("has_media"))
	return recordsOf(at, r.Record), nil
}

// ClubLessons reads an item of club/api/v1/users/{id}/lessons: whether a member completed a page; see ClubMembers.
func ClubLessons(item json.RawMessage, at model.Instant, club, user string) (model.Change, error) {
	o, id, err := namedItem(item, "page number", "page_id", "id")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataClubActivity, club+"|"+user+"|"+id)}
	r.Text("kind", ActivityLesson).Text("club", club).Text("user_id", user).Text("page_id", id).Text("page", o.at("page_name").text())
	r.Text("module_id", o.at("module_id").code()).Text("module", o.at("module_name").text())
	r.At("at", o.at("completed_date").instant())
	r.flag("completed", o.at("is_completed"))
	return recordsOf(at, r.Record), nil
}
