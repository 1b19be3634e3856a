package world

import (
	"encoding/json"
	"strconv"
	"time"

	"recoup/model"
)

// module is a part of a members area.
type module struct {
	id, name string
	pages    []lesson
}

type lesson struct {
	id, name string
	comments int
}

// member is a buyer in a members area.
type member struct {
	id          string
	buyer       *buyer
	product     *product
	purchasedAt model.Instant
	accesses    []model.Instant // oldest first; none for one who never came
	completed   []model.Instant // page by page, in the order of the course
	eventIDs    []string
}

// club furnishes the members areas and lets buyers in.
func (m *maker) club() {
	for _, p := range m.products {
		if p.club == "" {
			continue
		}
		for n := range 3 {
			part := &module{id: m.word(10, bothcases), name: "Módulo " + strconv.Itoa(n+1)}
			for k := range m.between(2, 4) {
				part.pages = append(part.pages, lesson{m.word(10, bothcases), "Aula " + strconv.Itoa(k+1), m.below(5)})
			}
			p.modules = append(p.modules, part)
		}
	}
	type seat struct {
		buyer   *buyer
		product *product
	}
	taken := map[seat]bool{}
	for _, s := range m.sales {
		at := seat{s.buyer, s.product}
		if s.product.club == "" || s.tx.ApprovedAt == 0 || s.buyer.email == "" || taken[at] {
			continue
		}
		taken[at] = true
		m.members = append(m.members, m.join(s))
	}
}

func (m *maker) join(s *sale) *member {
	a := &member{id: m.word(10, bothcases), buyer: s.buyer, product: s.product, purchasedAt: s.tx.ApprovedAt}
	if m.percent(25) {
		return a
	}
	at := s.firstApproval().Add(m.lasting(time.Minute, 6*day, time.Millisecond))
	pages := 0
	for _, part := range s.product.modules {
		pages += len(part.pages)
	}
	for range m.between(0, pages) {
		a.accesses = append(a.accesses, at)
		at = at.Add(m.lasting(10*time.Minute, 4*day, time.Millisecond))
		a.completed = append(a.completed, at)
	}
	a.accesses = append(a.accesses, at)
	for range 1 + len(s.product.modules) {
		a.eventIDs = append(a.eventIDs, m.uuid())
	}
	return a
}

// until is how many of some moments are past.
func until(all []model.Instant, at model.Instant) int {
	n := 0
	for n < len(all) && all[n] <= at {
		n++
	}
	return n
}

// send tells of the first access and of each module that was completed.
func (a *member) send(send func(model.Instant, string, string, func() Item)) {
	if len(a.accesses) == 0 {
		return
	}
	user := Item{"name": a.buyer.name, "email": a.buyer.email}
	send(a.accesses[0], a.eventIDs[0], "CLUB_FIRST_ACCESS", func() Item {
		return Item{"product": Item{"id": a.product.id, "name": a.product.name}, "user": user}
	})
	pages := 0
	for i, part := range a.product.modules {
		if pages += len(part.pages); pages > len(a.completed) {
			return
		}
		send(a.completed[pages-1], a.eventIDs[i+1], "CLUB_MODULE_COMPLETED", func() Item {
			return Item{
				"product": Item{"id": strconv.FormatInt(a.product.id, 10), "name": a.product.name}, "user": user,
				"module": Item{"id": part.id, "name": part.name},
			}
		})
	}
}

// Clubs lists the subdomains of the account's members areas.
func (w *World) Clubs() []string {
	var all []string
	for _, p := range w.products {
		if p.club != "" {
			all = append(all, p.club)
		}
	}
	return all
}

func (w *World) clubOf(subdomain string) *product {
	for _, p := range w.products {
		if p.club == subdomain && subdomain != "" {
			return p
		}
	}
	return nil
}

// ClubUsers answers GET /club/api/v1/users; ok is false for a subdomain that is none. Dates are in seconds.
func (w *World) ClubUsers(subdomain string, at model.Instant) (items []Item, ok bool) {
	p := w.clubOf(subdomain)
	if p == nil {
		return nil, false
	}
	items = []Item{}
	for _, a := range w.members {
		if a.product == p && a.purchasedAt <= at {
			items = append(items, a.item(at))
		}
	}
	return items, true
}

func (a *member) item(at model.Instant) Item {
	pages, done, visits := 0, until(a.completed, at), until(a.accesses, at)
	for _, part := range a.product.modules {
		pages += len(part.pages)
	}
	item := Item{
		"user_id": a.id, "name": a.buyer.name, "email": a.buyer.email, "role": "STUDENT", "type": "BUYER", "status": "ACTIVE",
		"locale": "pt_BR", "plus_access": "WITHOUT_PLUS_ACCESS", "is_deletable": true, "class_id": "DEFAULT", "engagement": "NONE",
		"access_count": visits, "purchase_date": int64(a.purchasedAt) / 1000,
		"progress": Item{"completed_percentage": done * 100 / pages, "total": pages, "completed": done},
	}
	if visits > 0 {
		item["engagement"] = "LOW"
		item["first_access_date"], item["last_access_date"] = int64(a.accesses[0])/1000, int64(a.accesses[visits-1])/1000
	}
	return item
}

// ClubLessons answers GET /club/api/v1/users/{id}/lessons; ok is false for a member that is none.
func (w *World) ClubLessons(subdomain, user string, at model.Instant) (lessons []Item, ok bool) {
	for _, a := range w.members {
		if a.id != user || a.product.club != subdomain {
			continue
		}
		for _, part := range a.product.modules {
			for _, page := range part.pages {
				item := Item{
					"page_id": page.id, "page_name": page.name, "module_name": part.name, "is_module_extra": false, "is_completed": false,
				}
				if n := len(lessons); n < until(a.completed, at) {
					item["is_completed"], item["completed_date"] = true, int64(a.completed[n])
				}
				lessons = append(lessons, item)
			}
		}
		return lessons, true
	}
	return nil, false
}

// ClubModules answers GET /club/api/v1/modules; ok is false for a subdomain that is none.
func (w *World) ClubModules(subdomain string) (modules []Item, ok bool) {
	p := w.clubOf(subdomain)
	if p == nil {
		return nil, false
	}
	for i, part := range p.modules {
		modules = append(modules, Item{
			"module_id": part.id, "name": part.name, "sequence": i + 1, "is_extra": i == 2, "is_extra_paid": false, "is_public": i == 0,
			"classes": []string{"DEFAULT"}, "total_pages": len(part.pages),
		})
	}
	return modules, true
}

// ClubPages answers GET /club/api/v2/modules/{id}/pages; ok is false for a module that is none.
func (w *World) ClubPages(subdomain, id string) (pages []Item, ok bool) {
	p := w.clubOf(subdomain)
	if p == nil {
		return nil, false
	}
	for _, part := range p.modules {
		if part.id != id {
			continue
		}
		for i, page := range part.pages {
			item := Item{
				"page_id": page.id, "name": page.name, "type": "CONTENT", "page_order": i + 1, "total_comments": page.comments, "rates": []Item{},
				"rates_average": json.Number("0.0"), "published": true, "has_media": i > 0, "dripping_configs": []Item{},
			}
			if page.comments > 2 {
				item["rates"], item["rates_average"] = []Item{{"rate": 4, "total": page.comments}}, json.Number("4.0")
			}
			pages = append(pages, item)
		}
		return pages, true
	}
	return nil, false
}
