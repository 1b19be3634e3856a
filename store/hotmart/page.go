package hotmart

import (
	"bytes"
	"encoding/json"

	"recoup/model"
)

// maxItems is how many items one answer can have. Hotmart's largest page has 500.
const maxItems = 20_000

// Page is one answer of an endpoint that lists things.
type Page struct {
	Items []json.RawMessage
	// NextToken asks for the page after this one; empty on the last.
	NextToken string
	// Total is how many items Hotmart says there are on all pages, -1 where it does not say.
	Total int
}

// ParsePage takes an answer apart: items with their page_info, a bare array, the lessons of a member, or an object
// without either, which is an empty page. So is an empty body, which is how Hotmart answers for a product without coupons.
// A body that is no JSON is an error with ErrNotJSON as its cause. The items share the body's memory.
func ParsePage(body []byte) (Page, error) {
	page := Page{Total: -1}
	if len(bytes.TrimSpace(body)) == 0 {
		return page, nil
	}
	root, err := parse(body)
	if err != nil {
		return page, err
	}
	list := root
	if root.isObject() {
		answer := root.object()
		list = answer.first("items", "lessons")
		info := answer.in("page_info")
		page.NextToken = info.at("next_page_token").text()
		if total, ok := info.at("total_results").number(); ok && total >= 0 && total < 1<<31 {
			page.Total = int(total)
		}
	} else if !root.isArray() && string(root.raw) != "null" {
		return page, model.Failed(ErrNotJSON, "Look at the address it comes from.", "The answer is neither a list nor an object.")
	}
	items := list.items(maxItems + 1)
	if len(items) > maxItems {
		return page, model.Failed(nil, "Ask for a shorter period.", "The answer has more than %d items.", maxItems)
	}
	for _, item := range items {
		page.Items = append(page.Items, json.RawMessage(item.raw))
	}
	return page, nil
}

// parseItem reads one item of an answer, which must be an object.
func parseItem(item json.RawMessage) (object, error) {
	v, err := parse(item)
	if err != nil {
		return object{}, err
	}
	if !v.isObject() {
		return object{}, model.Failed(nil, "", "An item of the answer is no object.")
	}
	return v.object(), nil
}

// namedItem reads one item and what tells it from others, which is the first of the keys that is there.
func namedItem(item json.RawMessage, what string, keys ...string) (o object, name string, err error) {
	if o, err = parseItem(item); err != nil {
		return o, "", err
	}
	if name = o.first(keys...).code(); name == "" {
		return o, "", nameless(what)
	}
	return o, name, nil
}

// nameless is the error for an item that cannot be told apart from others.
func nameless(what string) error {
	return model.Failed(nil, "", "An item of the answer has no %s.", what)
}
