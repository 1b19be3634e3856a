package aggregate

// codeList holds the transactions' codes in one string, which costs a fifth of as many strings.
type codeList struct {
	text  []byte // while loading
	all   string // afterwards
	start []uint32
}

// newCodeList makes room for n codes of the usual length.
func newCodeList(n int) codeList {
	const usual = 16
	return codeList{text: make([]byte, 0, usual*n), start: make([]uint32, 0, n)}
}

func (l *codeList) add(code string) {
	l.start = append(l.start, uint32(len(l.text))) //nolint:gosec // codes of 2³¹ rows would not fit in memory either
	l.text = append(l.text, code...)
}

// loading is the code of a row, before seal.
func (l *codeList) loading(row int32) []byte {
	if int(row)+1 < len(l.start) {
		return l.text[l.start[row]:l.start[row+1]]
	}
	return l.text[l.start[row]:]
}

// seal makes the codes readable.
func (l *codeList) seal() { l.all, l.text = string(l.text), nil }

// reorder moves the codes; order is the row that each new row was.
func (l *codeList) reorder(order []int32) {
	sorted := codeList{text: make([]byte, 0, len(l.all)), start: make([]uint32, 0, len(l.start))}
	for _, row := range order {
		sorted.add(l.at(row))
	}
	sorted.seal()
	*l = sorted
}

// at is the code of a row, after seal.
func (l *codeList) at(row int32) string {
	end := len(l.all)
	if int(row)+1 < len(l.start) {
		end = int(l.start[row+1])
	}
	return l.all[l.start[row]:end]
}
