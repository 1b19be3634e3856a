package store

import (
	"strconv"

	"recoup/model"
)

// appendFacts writes the known facts of a record as one JSON object, as appendBody does for a transaction: in the order of
// the dataset's fields, so that equal facts give equal bytes.
func appendFacts(dst []byte, r *model.Record) []byte {
	dst = append(dst, '{')
	start := len(dst)
	for i, field := range r.Fields() {
		fact := r.Fact(i)
		if fact == nil {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, '"')
		dst = append(dst, field.Name...)
		dst = append(dst, '"', ':')
		switch v := fact.(type) {
		case string:
			mendText(&v)
			dst = appendString(dst, v)
		case int64:
			dst = strconv.AppendInt(dst, v, 10)
		case model.Instant:
			dst = strconv.AppendInt(dst, int64(v), 10)
		case bool:
			dst = strconv.AppendBool(dst, v)
		case model.Money:
			dst = appendFact(dst, &v)
		}
	}
	return append(dst, '}')
}

// readFacts reads what appendFacts wrote.
func readFacts(dataset model.DatasetID, key, facts string) (*model.Record, error) {
	if _, known := dataset.Fact(); !known {
		return nil, errBody
	}
	record := model.NewRecord(dataset, key)
	fields := record.Fields()
	r := bodyReader{rest: facts}
	r.expect('{')
	next := 0
	for !r.failed && !r.accept('}') {
		if next > 0 {
			r.expect(',')
		}
		name := r.text()
		r.expect(':')
		at := next
		for at < len(fields) && fields[at].Name != name {
			at++
		}
		if r.failed || at == len(fields) {
			return nil, errBody
		}
		if err := record.SetFact(at, r.value(fields[at].Kind)); err != nil {
			return nil, err
		}
		next = at + 1
	}
	if r.failed || r.rest != "" {
		return nil, errBody
	}
	return record, nil
}

// value reads one fact of a kind.
func (r *bodyReader) value(kind model.FieldKind) any {
	switch kind {
	case model.FieldNumber:
		return r.number()
	case model.FieldInstant:
		return model.Instant(r.number())
	case model.FieldFlag:
		return r.flag()
	case model.FieldMoney:
		var m model.Money
		r.fact(&m)
		return m
	}
	return r.text()
}
