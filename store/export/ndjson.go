package export

import "io"

// writeRows writes one object per row, keys in the order of the columns: one object per line, or all in one array that
// has them on a line each.
func writeRows(w io.Writer, s *sheet, array bool) error {
	out := newStream(w)
	keys := make([][]byte, len(s.Columns))
	for i, c := range s.Columns {
		if i > 0 {
			keys[i] = append(keys[i], ',')
		}
		keys[i] = append(appendString(keys[i], plain(c.ID)), ':')
	}
	if array {
		out.text("[")
	}
	for i := range s.limit {
		cells, err := s.row(i)
		if err != nil {
			return err
		}
		if array && i > 0 {
			out.text(",")
		}
		if array {
			out.text("\n")
		}
		out.text("{")
		for column, v := range cells {
			out.b = appendRaw(append(out.b, keys[column]...), v, s.zone)
		}
		out.text("}")
		if !array {
			out.text("\n")
		}
		if err := out.endRow(); err != nil {
			return err
		}
	}
	if array {
		out.text("]\n")
	}
	return out.close()
}
