package fake

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"recoup/model"
	"recoup/store/world"
)

// call is a request that reached its endpoint.
type call struct {
	*Server
	r     *http.Request
	query url.Values
	at    model.Instant
	parts []string // of the path, that vary
	nth   int      // of its path, from 1
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func badParameter(what string) *problem {
	return &problem{status: http.StatusBadRequest, word: "invalid_parameter", what: what}
}

// page is the token of the pages of sales and products: what it holds is what base64 of JSON can hold.
type page struct {
	Page int `json:"page"`
	Rows int `json:"rows"`
}

// list answers with one page of a list.
func (c *call) list(w http.ResponseWriter, items []world.Item, tokens tokenKind) {
	items = c.shifted(items)
	p, problem := c.page(tokens)
	if problem != nil {
		problem.write(w)
		return
	}
	from := min((p.Page-1)*p.Rows, len(items))
	to := min(from+p.Rows, len(items))
	info := world.Item{"results_per_page": p.Rows}
	if !c.opt.NoTotals && tokens == pageNumbers {
		info["total_results"] = len(items)
	}
	if to < len(items) {
		info["next_page_token"] = tokens.make(page{p.Page + 1, p.Rows})
	} else if c.opt.NullTokens {
		info["next_page_token"] = nil
	}
	if p.Page > 1 {
		info["prev_page_token"] = tokens.make(page{p.Page - 1, p.Rows})
	}
	c.send(w, world.Item{"items": items[from:to], "page_info": info})
}

// send writes an answer, in the shape that Drift gives it.
func (c *call) send(w http.ResponseWriter, body any) {
	writeJSON(w, http.StatusOK, c.opt.Drift.bend(body))
}

// page reads which page is asked for. A larger max_results than the endpoint's is cut without a word.
func (c *call) page(tokens tokenKind) (page, *problem) {
	p := page{1, c.opt.PageSize}
	if text := c.query.Get("max_results"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return p, badParameter("max_results must be a positive number")
		}
		p.Rows = min(n, c.opt.MaxPageSize)
	}
	token := c.query.Get("page_token")
	if token == "" {
		return p, nil
	}
	read, ok := tokens.read(token, c.opt.MaxPageSize)
	if !ok {
		return p, &problem{status: http.StatusBadRequest, word: "invalid_token", what: "Invalid page token."}
	}
	return read, nil
}

// tokenKind is how an endpoint writes its page tokens.
type tokenKind uint8

const (
	pageNumbers tokenKind = iota // base64 of {"page":2,"rows":50}
	hashes                       // 64 hexadecimal digits that say nothing
)

func (k tokenKind) make(p page) string {
	if k == hashes {
		return fmt.Sprintf("%056x%04x%04x", uint64(0x05b60506b659c1c6), p.Page, p.Rows)
	}
	text, _ := json.Marshal(p)
	return base64.StdEncoding.EncodeToString(text)
}

func (k tokenKind) read(token string, most int) (p page, ok bool) {
	if k == hashes {
		if len(token) != 64 {
			return p, false
		}
		number, err := strconv.ParseUint(token[56:60], 16, 16)
		rows, err2 := strconv.ParseUint(token[60:], 16, 16)
		p = page{int(number), int(rows)}
		return p, err == nil && err2 == nil && p.Page > 0 && p.Rows > 0
	}
	text, err := base64.StdEncoding.DecodeString(token)
	if err != nil || json.Unmarshal(text, &p) != nil || p.Page < 1 || p.Rows < 1 {
		return p, false
	}
	p.Rows = min(p.Rows, most)
	return p, true
}

// moment reads a date of the query, in milliseconds.
func (c *call) moment(name string) (model.Instant, *problem) {
	text := c.query.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, badParameter(name + " must be in milliseconds")
	}
	return model.Instant(n), nil
}

// window reads two dates of the query. One that is too long is what Hotmart answers 502 to after 30 seconds.
func (c *call) window(from, to string) (start, end model.Instant, p *problem) {
	if start, p = c.moment(from); p != nil {
		return
	}
	if end, p = c.moment(to); p != nil {
		return
	}
	if start != 0 && end == 0 {
		end = c.at
	}
	if end != 0 && start > end {
		return start, end, badParameter(from + " must not be after " + to)
	}
	if c.opt.MaxWindow > 0 && time.Duration(end-start)*time.Millisecond > c.opt.MaxWindow {
		return start, end, &problem{status: http.StatusBadGateway, word: "internal_server_error", what: "The query took too long."}
	}
	return start, end, nil
}
