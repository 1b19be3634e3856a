package fake

import (
	"net/http"
	"strconv"

	"recoup/store/world"
)

func products(c *call, w http.ResponseWriter) { c.list(w, c.world.Products(), pageNumbers) }

// ofProduct answers with what belongs to a product that is named by its ucode. Named by its number, Hotmart says that
// something is wrong on its own side.
func (c *call) ofProduct(w http.ResponseWriter, items func(ucode string) ([]world.Item, bool)) {
	found, ok := items(c.parts[0])
	if _, err := strconv.ParseInt(c.parts[0], 10, 64); err == nil {
		(&problem{status: http.StatusInternalServerError, word: "internal_server_error", what: "An unexpected error occurred."}).write(w)
		return
	}
	switch {
	case !ok:
		notFound("Product not found.").write(w)
	case found == nil:
		badParameter("The product has no plans.").write(w)
	default:
		c.list(w, found, pageNumbers)
	}
}

func offers(c *call, w http.ResponseWriter) { c.ofProduct(w, c.world.Offers) }
func plans(c *call, w http.ResponseWriter)  { c.ofProduct(w, c.world.Plans) }

// coupons answers with nothing at all where there are none.
func coupons(c *call, w http.ResponseWriter) {
	items := c.world.Coupons(c.parts[0], c.at)
	if len(items) == 0 {
		nothing(w)
		return
	}
	c.list(w, items, hashes)
}

// nothing is an answer with status 200 and no body, not even an empty list.
func nothing(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(http.StatusOK)
}

// subdomain reads which members area is meant; ok is false when the request was answered already.
func (c *call) subdomain(w http.ResponseWriter) (name string, ok bool) {
	name = c.query.Get("subdomain")
	switch {
	case c.opt.NoClubScope:
		nothing(w)
	case name == "":
		(&problem{status: http.StatusUnprocessableEntity, word: "unprocessable_entity", what: "subdomain is required"}).write(w)
	default:
		return name, true
	}
	return "", false
}

// noClub is the answer to a subdomain that is none, with a code of its own.
func noClub(w http.ResponseWriter) {
	writeJSON(w, http.StatusNotFound, map[string]any{"code": "0006", "error": "not_found", "error_description": "Membership not found."})
}

func clubUsers(c *call, w http.ResponseWriter) {
	if name, ok := c.subdomain(w); ok {
		items, found := c.world.ClubUsers(name, c.at)
		if !found {
			noClub(w)
			return
		}
		c.list(w, items, pageNumbers)
	}
}

func clubLessons(c *call, w http.ResponseWriter) {
	if name, ok := c.subdomain(w); ok {
		items, found := c.world.ClubLessons(name, c.parts[0], c.at)
		if !found {
			noClub(w)
			return
		}
		c.send(w, world.Item{"lessons": bare(items)})
	}
}

func clubModules(c *call, w http.ResponseWriter) {
	if name, ok := c.subdomain(w); ok {
		c.club(w, func() ([]world.Item, bool) { return c.world.ClubModules(name) })
	}
}

func clubPages(c *call, w http.ResponseWriter) {
	if name, ok := c.subdomain(w); ok {
		c.club(w, func() ([]world.Item, bool) { return c.world.ClubPages(name, c.parts[0]) })
	}
}

func (c *call) club(w http.ResponseWriter, items func() ([]world.Item, bool)) {
	found, ok := items()
	if !ok {
		noClub(w)
		return
	}
	c.send(w, bare(found))
}
