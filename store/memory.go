package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"recoup/model"
)

// Memory is a snapshot without a file, for the sample account: the same reading methods, nothing written anywhere. It
// does not change after NewMemory and may be read from several goroutines.
type Memory struct {
	info    model.SnapshotInfo
	rows    []*model.Transaction
	changes []model.Change
	// first holds, by code, the index of the first change about it; next, by change, the index+1 of the next one about
	// the same code.
	first map[string]int32
	next  []int32
	// records holds what was seen of each record.
	records map[recordName][]model.RecordObservation
}

// NewMemory projects the changes. It keeps them and the transactions they point at, which must not change afterwards. Of
// info it fills in what can be counted: Rows, Statuses, FirstDay, SchemaNow, and TakenAt, Zone and Datasets where empty.
func NewMemory(info model.SnapshotInfo, changes []model.Change) *Memory {
	m := &Memory{
		info:    info,
		changes: changes,
		first:   make(map[string]int32, len(changes)),
		next:    make([]int32, len(changes)),
		rows:    make([]*model.Transaction, 0, len(changes)),
		records: map[recordName][]model.RecordObservation{},
	}
	m.group()
	m.project()
	m.describe()
	return m
}

// group chains the changes about each code, and puts the codes' first changes into rows.
func (m *Memory) group() {
	last := make(map[int32]int32) // by first change of a code with several: its latest
	for i := range m.changes {
		m.groupRecords(&m.changes[i])
		t, at := m.changes[i].Transaction, int32(i)
		if t == nil {
			continue
		}
		head, known := m.first[t.Code]
		if !known {
			m.first[t.Code] = at
			m.rows = append(m.rows, t)
			continue
		}
		tail, long := last[head]
		if !long {
			tail = head
		}
		m.next[tail] = at + 1
		last[head] = at
	}
}

func (m *Memory) groupRecords(c *model.Change) {
	for _, r := range c.Records {
		name := recordName{r.Dataset, r.Key}
		m.records[name] = append(m.records[name], model.RecordObservation{
			Source: c.Source, FirstSeen: c.SeenAt, LastSeen: c.SeenAt, Hash: hashOf(appendFacts(nil, r)).String(), Record: r,
		})
	}
}

func (m *Memory) project() {
	for i, t := range m.rows {
		head := m.first[t.Code]
		if m.next[head] == 0 && oneCurrencyPerGroup(t) {
			continue // one observation is its own projection
		}
		current := model.Project(t.Code, m.observations(head))
		m.rows[i] = &current
	}
	slices.SortFunc(m.rows, byOrder)
}

func byOrder(a, b *model.Transaction) int {
	if c := cmp.Compare(orderKey(a), orderKey(b)); c != 0 {
		return c
	}
	return cmp.Compare(a.Code, b.Code)
}

// orderKey puts transactions without an order date before all others, as SQL does with NULL.
func orderKey(t *model.Transaction) int64 {
	if !t.Has.Has(model.FOrderedAt) {
		return -1 << 63
	}
	return int64(t.OrderedAt)
}

// observations gathers the distinct sightings of the code whose first change is given, oldest first.
func (m *Memory) observations(head int32) []model.Observation {
	var seen []model.Observation
	var body []byte
	for i := head; ; i = m.next[i] - 1 {
		c := &m.changes[i]
		body = appendBody(body[:0], c.Transaction)
		seen = addSighting(seen, model.Observation{
			Source: c.Source, FirstSeen: c.SeenAt, LastSeen: c.SeenAt, Hash: hashOf(body).String(), Transaction: *c.Transaction,
		})
		if m.next[i] == 0 {
			break
		}
	}
	slices.SortStableFunc(seen, oldestFirst)
	return seen
}

// addSighting adds an observation, or widens the one that says the same.
func addSighting(seen []model.Observation, o model.Observation) []model.Observation {
	for i := range seen {
		if p := &seen[i]; p.Source == o.Source && p.Hash == o.Hash {
			p.FirstSeen, p.LastSeen = min(p.FirstSeen, o.FirstSeen), max(p.LastSeen, o.LastSeen)
			return seen
		}
	}
	return append(seen, o)
}

// oldestFirst is the order of a history: by first sighting, then last, source and hash.
func oldestFirst(a, b model.Observation) int {
	return cmp.Or(cmp.Compare(a.FirstSeen, b.FirstSeen), cmp.Compare(a.LastSeen, b.LastSeen),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Hash, b.Hash))
}

func (m *Memory) describe() {
	info := &m.info
	if info.Zone == nil {
		info.Zone = time.UTC
	}
	if info.TakenAt == 0 {
		for i := range m.changes {
			info.TakenAt = max(info.TakenAt, m.changes[i].SeenAt)
		}
	}
	info.Rows, info.SchemaNow = len(m.rows), len(migrations())
	info.Statuses = map[model.Status]int{}
	for _, t := range m.rows {
		info.Statuses[t.Status]++
	}
	if i := slices.IndexFunc(m.rows, func(t *model.Transaction) bool { return t.Has.Has(model.FOrderedAt) }); i >= 0 {
		info.FirstDay = model.DayOf(m.rows[i].OrderedAt, info.Zone)
	}
	if info.Datasets == nil {
		info.Datasets = m.register()
	}
}

// Info says what the snapshot holds.
func (m *Memory) Info(context.Context) (model.SnapshotInfo, error) { return m.info, nil }

// Transactions goes through the transactions by order date and code; see Reader.
func (m *Memory) Transactions(ctx context.Context) iter.Seq2[*model.Transaction, error] {
	return func(yield func(*model.Transaction, error) bool) {
		for i, t := range m.rows {
			if i%1024 == 0 && ctx.Err() != nil {
				yield(nil, cancelled(ctx.Err()))
				return
			}
			if !yield(t, nil) {
				return
			}
		}
	}
}

// History gives one transaction with everything that was seen of it.
func (m *Memory) History(_ context.Context, code string) (model.History, error) {
	head, known := m.first[code]
	if !known {
		return model.History{}, unknownCode(code)
	}
	seen := m.observations(head)
	return model.History{Current: model.Project(code, seen), Observations: seen}, nil
}

// Records goes through the records of a dataset, by key.
func (m *Memory) Records(_ context.Context, dataset model.DatasetID) iter.Seq2[*model.Record, error] {
	return func(yield func(*model.Record, error) bool) {
		var names []recordName
		for name := range m.records {
			if name.dataset == dataset {
				names = append(names, name)
			}
		}
		slices.SortFunc(names, func(a, b recordName) int { return cmp.Compare(a.key, b.key) })
		for _, name := range names {
			if !yield(model.ProjectRecord(m.records[name]), nil) {
				return
			}
		}
	}
}

// register lists the datasets with what the sample brings of each.
func (m *Memory) register() []model.Dataset {
	all := emptyRegister()
	for i := range all {
		d := &all[i]
		for name := range m.records {
			if name.dataset == d.ID {
				d.Rows++
			}
		}
		if d.ID == model.DataTransactions {
			d.Rows = m.info.Rows
		}
		if d.Rows > 0 {
			d.Roads = []model.Road{{Source: model.SourceSample, Rows: d.Rows, LastSeen: m.info.TakenAt}}
		}
	}
	describeDatasets(all)
	return all
}

// Imports is empty: nothing was brought in.
func (m *Memory) Imports(context.Context) ([]Import, error) { return nil, nil }

// Changed is always false.
func (m *Memory) Changed(context.Context) (bool, error) { return false, nil }
