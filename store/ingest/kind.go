package ingest

import (
	"slices"
	"strings"

	"recoup/model"
)

// kinds is the register of what can be read, one line a kind. Of two kinds that fit a file equally well, the earlier is
// believed.
func kinds() []*kind {
	return []*kind{
		detailedReport(),
		classicReport(),
		declinesReport(),
		lostSalesReport(),
		cartsReport(),
		subscriptionsReport(),
		walletReport(),
		invoicesReport(),
		affiliatesReport(),
		visitsReport(),
	}
}

// kind is a kind of report: what its columns are called, which of them it cannot be without, and what its rows mean. It
// is the same whatever the file is, delimited text or a spreadsheet.
type kind struct {
	id      string // as --kind and the snapshot's list of imports name it
	label   string // in words, to follow "this is": "the detailed sales report"
	version string // raised when rows come to mean something else, so that a file that was imported before is read again
	dataset model.DatasetID

	columns []column // by target; at most maxTargets
	left    []string // headers of columns that are known and deliberately not read
	needs   []need
	// mark is what tells a report of the kind from any other list with such columns: one of these headers must be there,
	// unless the user says that it is one. An empty mark is not asked for.
	mark need

	// dated is the column that dates a row, which is also what the report is a period of; key the column in which each
	// row has a digit and no header has one. Both may be empty.
	dated, key string
	// past are further columns whose dates lie in the past when a report is made: with the dating column they tell what
	// moment a file vouches for.
	past []string
	// partial is set where a report of the kind does not hold all there is of its dataset in its period.
	partial bool
	// stated is set where amounts may come with their currency, in their header or in their cells, as no column says it.
	stated bool
	// unplaceable words why a file that lacks something of the kind is of no use, and what is instead; empty for nothing
	// more to say than what is missing. It may be nil.
	unplaceable func(*layout) (why, instead string)
	// paired is set where one header stands above several columns of currencies, each of which belongs to the amount that
	// follows it.
	paired bool
	// glued are two neighbouring headers that some exports run together.
	glued []string

	rows func(*setting) rowReader
}

// column is one fact that a kind of report can carry.
type column struct {
	name     string // as --map calls it
	holds    content
	currency string   // of an amount: the name of the column that holds its currency
	headers  []string // the words it goes by, Portuguese, Spanish and English
}

// content is what stands in the cells of a column.
type content uint8

const (
	textCells     content = iota // words of people: any length, also several lines
	wordCells                    // a code, an address of e-mail, or one of a few words
	countCells                   // a whole number
	dateCells                    // with or without a time of day
	flagCells                    // yes or no
	currencyCells                // the currency that amounts of the row are in
	amountCells
)

// need is a fact that a kind of report cannot be without, by the names of the columns that may give it; of a mark, by
// their headers.
type need struct {
	words  string
	either []string
}

// setting is what a reader of rows works with.
type setting struct {
	layout *layout
	clock  *wallClock
	styles styles
	// looking is set in the first look at a file, which only asks which rows will do. As the styles are not known yet,
	// an amount that can be read in any style will.
	looking bool
}

// rowReader turns the rows of one kind of report into changes. It holds one row at a time.
type rowReader interface {
	// read reads a row and says what is wrong with it, if anything is. All else is asked after it found nothing.
	read(cells []string) *fault
	// change is what the row says, in memory of its own. An empty Source or SeenAt is filled with the file's.
	change() model.Change
	// dates tells the date that the report has the row under and the latest moment that the row vouches for; zero where
	// it has none.
	dates() (on, latest model.Instant)
	// isBent tells, in a first look, that the row is only read if its column turns out to have a certain style.
	isBent() bool
	// odd tells of words in the row that no rule knows.
	odd(*oddities)
}

// target is the number of a column within its kind. The kinds of sales number theirs as the fields of a transaction.
type target = model.Field

// maxTargets is how many columns a kind may have. The numbers behind are those that all kinds share.
const (
	maxTargets target = 100 + iota
	toLeft            // known and deliberately not read
	toOwn             // added by WriteRejects
)

// noColumn is the place of a fact that the file has no column for.
const noColumn = -1

// ignoredField is what a map calls a column that is not to be read.
const ignoredField = "ignore"

// The columns that WriteRejects adds.
const (
	ownLine   = "recoup_line"
	ownColumn = "recoup_column"
	ownReason = "recoup_reason"
)

// find gives the target of a column's name, and noTarget for none.
func (k *kind) find(name string) target {
	if name != "" {
		for t := range k.columns {
			if k.columns[t].name == name {
				return target(t)
			}
		}
	}
	return noTarget
}

// noTarget is the target of a name that a kind does not have.
const noTarget = maxTargets - 1

// vocabulary is the kind's headers by their keys.
func (k *kind) vocabulary() map[string]target {
	known := make(map[string]target, 4*len(k.columns))
	for _, header := range k.left {
		known[headerKey(header)] = toLeft
	}
	for t := range k.columns {
		for _, header := range k.columns[t].headers {
			known[headerKey(header)] = target(t)
		}
	}
	for _, header := range []string{ownLine, ownColumn, ownReason} {
		known[headerKey(header)] = toOwn
	}
	return known
}

// names lists what a map may call a column of the kind.
func (k *kind) names() []string {
	var names []string
	for t := range k.columns {
		if name := k.columns[t].name; name != "" {
			names = append(names, name)
		}
	}
	return append(names, ignoredField)
}

// missing names what a report of the kind must have and this one has no column for.
func (k *kind) missing(at *[maxTargets]int) []string {
	var lacking []string
	for _, n := range k.needs {
		if !slices.ContainsFunc(n.either, func(name string) bool { return at[k.find(name)] != noColumn }) {
			lacking = append(lacking, n.words)
		}
	}
	return lacking
}

// speech is a kind with its vocabulary, and with the user's map in its own targets.
type speech struct {
	*kind
	known, mapped map[string]target
	priced        map[string]model.Currency // of columns of amounts that the map gives a currency
	forced        bool                      // the user says that the file is of this kind
}

// speeches are the kinds that a file is tried against: all, or the one that was asked for.
func (o *Options) speeches() ([]*speech, error) {
	var all []*speech
	for _, k := range kinds() {
		if o.Kind == "" || o.Kind == k.id {
			all = append(all, &speech{kind: k, known: k.vocabulary(), mapped: map[string]target{}, priced: map[string]model.Currency{},
				forced: o.Kind != ""})
		}
	}
	if len(all) == 0 {
		hint := "The kinds are " + strings.Join(kindIDs(), ", ") + "."
		if near := model.Nearest(o.Kind, kindIDs()); near != "" {
			hint = "Did you mean " + near + "?"
		}
		return nil, model.Usage(hint, "%q is not a kind of file.", model.Clean(o.Kind))
	}
	for header, name := range o.Map {
		if err := o.mapColumn(all, header, strings.ToLower(strings.TrimSpace(name))); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// mapColumn gives a column its name in every kind that has it, and an amount the currency behind the name.
func (o *Options) mapColumn(all []*speech, header, name string) error {
	known := false
	for _, s := range all {
		t, currency := s.meant(name)
		if name == ignoredField {
			t = toLeft
		}
		if t != noTarget {
			s.mapped[headerKey(header)] = t
			known = true
		}
		if currency != "" {
			s.priced[headerKey(header)] = currency
		}
	}
	if known {
		return nil
	}
	hint := "The fields are " + strings.Join(Fields(o.Kind), ", ") + "."
	if near := model.Nearest(name, Fields(o.Kind)); near != "" {
		hint = "Did you mean " + near + "?"
	}
	return model.Usage(hint, "%q, which the map gives the column %q, is not a field.", model.Clean(name), model.Clean(header))
}

// meant finds what the map calls a column: a name, or that of an amount and its currency.
func (s *speech) meant(name string) (t target, currency model.Currency) {
	if t = s.find(name); t != noTarget || !s.stated {
		return t, ""
	}
	name, code, _ := strings.Cut(name, " ")
	currency, ok := model.CurrencyOf(code)
	if t = s.find(name); t == noTarget || !ok || s.columns[t].holds != amountCells {
		return noTarget, ""
	}
	return t, currency
}

// KindFact describes a kind of report for a help text.
type KindFact struct {
	ID      string
	Label   string // "the detailed sales report"
	Dataset model.DatasetID
	// Fields are the names that Options.Map may give a column, and Headers the words that each is known by.
	Fields  []string
	Headers [][]string
}

// Kinds lists the kinds of report that can be read.
func Kinds() []KindFact {
	var facts []KindFact
	for _, k := range kinds() {
		fact := KindFact{ID: k.id, Label: k.label, Dataset: k.dataset}
		for _, c := range k.columns {
			if c.name != "" {
				fact.Fields, fact.Headers = append(fact.Fields, c.name), append(fact.Headers, slices.Clone(c.headers))
			}
		}
		facts = append(facts, fact)
	}
	return facts
}

func kindIDs() []string {
	var ids []string
	for _, k := range kinds() {
		ids = append(ids, k.id)
	}
	return ids
}

// Fields lists the names that Options.Map may give a column of a kind; for an empty or unknown kind, those of all kinds.
func Fields(kind string) []string {
	var names []string
	for _, k := range kinds() {
		if kind != "" && kind != k.id && slices.Contains(kindIDs(), kind) {
			continue
		}
		for _, name := range k.names() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
