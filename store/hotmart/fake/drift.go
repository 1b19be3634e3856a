package fake

import (
	"encoding/json"
	"net/url"
	"strings"

	"recoup/store/world"
)

// Drift changes the shape of answers, as an API does that nobody announced a change of. Each part can be had alone.
type Drift struct {
	// Words renames words wherever they are a value, such as a status to one that nobody knows. What is asked for keeps its name.
	Words map[string]string
	// ExtraFields adds fields that nobody knows to every object.
	ExtraFields bool
	// NumbersAsText puts every number between quotes, and TextAsNumbers takes the quotes off those texts that are numbers.
	NumbersAsText, TextAsNumbers bool
	// Nulls adds fields that are known but have no value.
	Nulls bool
	// Seconds writes dates in seconds.
	Seconds bool
	// CaseTwins adds to every status a field whose name differs by one capital, and says something else.
	CaseTwins bool
}

func (d Drift) straight() bool {
	return len(d.Words) == 0 && !d.ExtraFields && !d.NumbersAsText && !d.TextAsNumbers && !d.Nulls && !d.Seconds && !d.CaseTwins
}

// bend gives a body the changed shape.
func (d Drift) bend(body any) any {
	if d.straight() {
		return body
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // it would have been sent
	}
	var plain any
	read := json.NewDecoder(strings.NewReader(string(text)))
	read.UseNumber()
	if err := read.Decode(&plain); err != nil {
		panic(err)
	}
	return d.value("", plain)
}

func (d Drift) value(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		return d.object(v)
	case []any:
		for i := range v {
			v[i] = d.value(name, v[i])
		}
		return v
	case json.Number:
		if d.Seconds && strings.Contains(name, "date") && len(v) == 13 {
			v = v[:10]
		}
		if d.NumbersAsText {
			return string(v)
		}
		return v
	case string:
		if other, ok := d.Words[v]; ok {
			v = other
		}
		if d.TextAsNumbers && name != "" && isNumber(v) {
			return json.Number(v)
		}
		return v
	}
	return v
}

// isNumber tells whether a text can be a number of JSON.
func isNumber(s string) bool {
	return len(s) < 16 && json.Valid([]byte(s)) && strings.Trim(s, "0123456789.-") == "" && s != ""
}

func (d Drift) object(o map[string]any) map[string]any {
	bent := make(map[string]any, len(o)+4)
	for name, v := range o {
		bent[name] = d.value(name, v)
		if name == "page_info" { // a client that cannot turn the page proves nothing
			bent[name] = v
		}
	}
	if d.ExtraFields {
		bent["x_experiment"] = map[string]any{"arm": "b", "weights": []any{1, "2", nil, true}}
	}
	if d.Nulls {
		for _, name := range []string{"tracking", "email", "approved_date", "coupon", "external_code", "payment_engine"} {
			if _, there := bent[name]; !there {
				bent[name] = nil
			}
		}
	}
	if status, there := bent["status"]; there && d.CaseTwins {
		bent["Status"], bent["status"] = "IN_ORBIT", status
	}
	return bent
}

// Shift makes a list move while it is being read: rows appear at its head, or vanish from it, between two requests.
type Shift struct {
	// Path is the list's, and When says which of its queries are meant; nil means all.
	Path string
	When func(url.Values) bool
	// Nth is the request of this path, from 1, that first sees the list changed.
	Nth int
	// Appear is how many of the first rows are not there before, and Vanish how many of them are not there any more.
	Appear, Vanish int
}

// shifted is a list as it stands at this request.
func (c *call) shifted(items []world.Item) []world.Item {
	for _, s := range c.opt.Shifts {
		if s.Path != c.r.URL.Path || s.When != nil && !s.When(c.query) {
			continue
		}
		hidden := s.Appear
		if c.nth >= s.Nth {
			hidden = s.Vanish
		}
		items = items[min(hidden, len(items)):]
	}
	return items
}
