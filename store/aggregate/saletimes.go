package aggregate

import (
	"iter"

	"recoup/model"
)

// blockRows is how many rows a loop takes at a time.
const blockRows = 1 << 10

// blocksOf cuts a run of rows, [from, to), into blocks.
func blocksOf(from, to int32) iter.Seq2[int32, int32] {
	return func(yield func(from, to int32) bool) {
		for ; from < to; from += blockRows {
			if !yield(from, min(from+blockRows, to)) {
				return
			}
		}
	}
}

// saleTimes knows the earliest and the latest sale of every block of rows. The rows stand by their order, and a sale
// follows its order within days, so that nearly all blocks lie wholly outside a short window.
type saleTimes []struct{ earliest, latest model.Instant }

func newSaleTimes(soldAt []model.Instant) saleTimes {
	t := make(saleTimes, (len(soldAt)+blockRows-1)/blockRows)
	for i := range t {
		block := soldAt[i*blockRows : min((i+1)*blockRows, len(soldAt))]
		t[i].earliest, t[i].latest = block[0], block[0]
		for _, at := range block {
			t[i].earliest, t[i].latest = min(t[i].earliest, at), max(t[i].latest, at)
		}
	}
	return t
}

// during gives the blocks of rows with a sale that may lie in a window.
func (t saleTimes) during(w span, rows int32) iter.Seq2[int32, int32] {
	return func(yield func(from, to int32) bool) {
		for i, block := range t {
			from := int32(i) * blockRows //nolint:gosec // rows fit
			if block.earliest < w.to && block.latest >= w.from && !yield(from, min(from+blockRows, rows)) {
				return
			}
		}
	}
}
