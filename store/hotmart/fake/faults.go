package fake

import (
	"net/http"

	"recoup/store/world"
)

// Fault is something that goes wrong.
type Fault struct{}

func (s *Server) faultFor(*http.Request, arrival) *Fault { return nil }

func (f *Fault) play(http.ResponseWriter, *http.Request) bool { return false }

// Drift changes the shape of answers.
type Drift struct{}

func (d Drift) bend(body any) any { return body }

// Shift inserts or removes rows of a list between pages.
type Shift struct{}

func (c *call) shifted(items []world.Item) []world.Item { return items }
