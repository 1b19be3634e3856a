package ingest

import (
	"slices"
	"strings"

	"recoup/model"
)

// search looks among rows of cells for the header of a report of any kind.
type search struct {
	speeches []*speech
	best     *layout // the header so far; nil before the first row
	row      int     // of the best
	complete bool    // it has all that its kind cannot be without
	// rival is what knows most of the columns of its row, though it lacks something.
	rival    *layout
	rivalRow int
}

// try takes a row for a header, of each kind in turn, and tells whether it is a better one than those before: a whole
// header before one that lacks something, then the one with more columns known; of the same row split in other ways, then
// the one with more columns. The width is that of the rows below, 0 where there are none.
func (s *search) try(row int, cells []string, width int) bool {
	better := false
	for _, speech := range s.speeches {
		l := newLayout(speech.unglue(cells, width), speech)
		complete := len(l.lacking()) == 0
		if s.best == nil || s.outranks(row, l, complete) {
			s.best, s.row, s.complete, better = l, row, complete, true
		}
		if !complete && (s.rival == nil || s.rivalRow != row || l.found() > s.rival.found()) {
			s.rival, s.rivalRow = l, row
		}
	}
	return better
}

func (s *search) outranks(row int, l *layout, complete bool) bool {
	if complete != s.complete {
		return complete
	}
	if more := l.found() - s.best.found(); more != 0 {
		return more > 0
	}
	return row == s.row && l.kind == s.best.kind && len(l.header) > len(s.best.header)
}

// settle is the end of a search: the layout of a report, or what is wrong with the file.
func (f *File) settle(s search) (*layout, error) {
	switch {
	case s.best == nil:
		return nil, model.Failed(nil, "Export the report again.", "%s holds no text.", f.name())
	case !s.complete:
		return nil, f.unknownHeader(s.best)
	case s.isDoubtful():
		return nil, f.unknownHeader(s.rival)
	}
	return s.best, nil
}

// isDoubtful tells whether the kind that lacks nothing knows not even half of the columns that another one knows: then the
// file is rather that report with columns taken out.
func (s *search) isDoubtful() bool {
	return s.rival != nil && s.rivalRow == s.row && s.rival.found() >= 2*s.best.found()
}

// maxListed is how many columns of an unknown file a message names.
const maxListed = 80

func (f *File) unknownHeader(l *layout) error {
	hint := "If that is what it is, name its columns with --map; if it is another report, say which with --kind: " +
		strings.Join(kindIDs(), ", ") + "."
	lacking := strings.Join(l.lacking(), ", ")
	if l.unplaceable != nil {
		if why, instead := l.unplaceable(l); why != "" {
			return model.Failed(nil, instead, "%s %s", f.name(), why)
		}
	}
	if f.opt.Kind != "" {
		return model.Failed(nil, "Name its columns with --map.", "%s is not %s: no column gives %s. Its columns are %s.",
			f.name(), l.label, lacking, l.listed())
	}
	if len(l.missing(&l.at)) == 0 && l.found() >= 2 && 2*l.found() > len(l.header) { // all that is lacking is what tells it from other lists
		return model.Failed(nil, "If that is what it is, say so with --kind "+l.id+".",
			"%s may be %s, but no column gives %s. Its columns are %s.", f.name(), l.label, l.mark.words, l.listed())
	}
	if l.satisfied() < 2 {
		tells := "tells what it is"
		if l.found() == 0 {
			tells = "is known"
		}
		return model.Failed(nil, "If it is one, say which with --kind and name its columns with --map. The kinds are "+strings.Join(kindIDs(), ", ")+".",
			"%s is no report that can be read: none of its columns %s. They are %s.", f.name(), tells, l.listed())
	}
	return model.Failed(nil, hint, "%s is no report that can be read. It resembles %s most, but no column gives %s. Its columns are %s.",
		f.name(), l.label, lacking, l.listed())
}

// listed names the columns for a message.
func (l *layout) listed() string {
	var names []string
	for i := range min(len(l.header), maxListed) {
		if name := l.name(i); name != "" {
			names = append(names, `"`+name+`"`)
		}
	}
	if len(l.header) > maxListed {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// found counts the columns whose header is known.
func (l *layout) found() int {
	n := 0
	for _, use := range l.use {
		if use != ColumnUnknown {
			n++
		}
	}
	return n
}

// unused lists headers of the map that the file does not have.
func (l *layout) unused() []string {
	var unused []string
	for key := range l.mapped {
		if !slices.Contains(l.keys, key) {
			unused = append(unused, key)
		}
	}
	slices.Sort(unused)
	return unused
}
