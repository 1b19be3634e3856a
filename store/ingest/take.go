package ingest

import "recoup/model"

// takeTexts fills in facts that have the names of their columns, with what people wrote.
func (r *row) takeTexts(to *model.Record, names ...string) {
	for _, name := range names {
		to.Text(name, r.text(name))
	}
}

// takeWords fills in codes, addresses and single words.
func (r *row) takeWords(to *model.Record, names ...string) {
	for _, name := range names {
		to.Text(name, r.word(name))
	}
}

func (r *row) takeDates(to *model.Record, names ...string) {
	for _, name := range names {
		to.At(name, r.date(name))
	}
}

func (r *row) takeCounts(to *model.Record, names ...string) {
	for _, name := range names {
		if n, known := r.count(name); known {
			to.Number(name, n)
		}
	}
}
