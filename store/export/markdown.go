package export

import (
	"io"
	"strings"

	"recoup/model"
)

func writeMarkdownTable(w io.Writer, s *sheet, o Options) error {
	out := newStream(w)
	if err := markdownTable(out, s, o); err != nil {
		return err
	}
	return out.close()
}

func markdownTable(out *stream, s *sheet, o Options) error {
	if s.limit == 0 {
		out.text(escapeMarkdown(emptyWords(s, o.Formatter)) + "\n")
		return out.endRow()
	}
	if err := gridOf(s, o.Formatter).writeMarkdown(out); err != nil {
		return err
	}
	if more := s.Rows.Len() - s.limit; more > 0 {
		out.text("\n" + moreWords(more, o.Formatter) + "\n")
	}
	return s.countAll()
}

func writeReportMarkdown(w io.Writer, r model.Report, o Options) error {
	out := newStream(w)
	out.text("# " + escapeMarkdown(plain(r.Title)) + "\n\n")
	lines := about(r, o.Formatter)
	for i := range lines {
		lines[i] = escapeMarkdown(lines[i])
	}
	out.text(strings.Join(lines, ". ") + ".\n")
	if r.Empty != model.NotEmpty && int(r.Empty) < len(wordsOf(o.Formatter.Lang).empty) {
		out.text("\n" + wordsOf(o.Formatter.Lang).empty[r.Empty] + "\n")
	}
	if err := markdownBody(out, r, o); err != nil {
		return err
	}
	markdownRemarks(out, r, o.Formatter)
	return out.close()
}

func markdownBody(out *stream, r model.Report, o Options) error {
	if len(r.Metrics) > 0 {
		out.text("\n")
		lines, compared := metricLines(r, o.Formatter)
		if err := metricsGrid(lines, compared, wordsOf(o.Formatter.Lang)).writeMarkdown(out); err != nil {
			return err
		}
	}
	for _, t := range r.Tables {
		out.text("\n## " + escapeMarkdown(plain(t.Label)) + "\n\n")
		if err := markdownTable(out, newSheet(r, t.Readable(), o), o); err != nil {
			return err
		}
	}
	for _, c := range r.Charts {
		if len(c.Labels) == 0 {
			continue
		}
		out.text("\n## " + escapeMarkdown(plain(c.Label)) + "\n\n")
		if err := gridOf(newSheet(r, chartTable(c), Options{}), o.Formatter).writeMarkdown(out); err != nil {
			return err
		}
	}
	return nil
}

func markdownRemarks(out *stream, r model.Report, f model.Formatter) {
	if len(r.Missing) > 0 {
		out.text("\n## " + wordsOf(f.Lang).missing + "\n\n")
	}
	for _, m := range r.Missing {
		out.text("- " + escapeMarkdown(missingLine(m)) + "\n")
	}
	if len(r.Notes) > 0 {
		out.text("\n## " + wordsOf(f.Lang).notes + "\n\n")
	}
	for _, n := range r.Notes {
		out.text("- " + escapeMarkdown(plain(f.Phrase(n))) + "\n")
	}
}

// writeMarkdown writes the grid as a table of GitHub's Markdown.
func (g *grid) writeMarkdown(out *stream) error {
	for _, c := range g.columns {
		out.text("| " + escapeMarkdown(c.head) + " ")
	}
	out.text("|\n")
	for _, c := range g.columns {
		if c.right {
			out.text("| ---: ")
		} else {
			out.text("| --- ")
		}
	}
	out.text("|\n")
	for row := range g.rows {
		for column := range g.columns {
			out.text("| " + escapeMarkdown(g.cell(row, column)) + " ")
		}
		out.text("|\n")
		if err := out.endRow(); err != nil {
			return err
		}
	}
	for _, words := range g.foot {
		if words != "" {
			words = "**" + escapeMarkdown(words) + "**"
		}
		out.text("| " + words + " ")
	}
	if g.foot != nil {
		out.text("|\n")
	}
	return out.endRow()
}

// escapeMarkdown takes the meaning from everything that could become a cell's border, a tag, a link, a picture or
// emphasis, and from what GitHub turns into a link by itself.
func escapeMarkdown(s string) string {
	return markdownEscapes.Replace(s)
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, `|`, `\|`, "`", "\\`", `*`, `\*`, `_`, `\_`, `<`, `\<`, `>`, `\>`, `[`, `\[`, `]`, `\]`, `~`, `\~`, `&`, `\&`,
	`#`, `\#`, `://`, `\://`, `www.`, `www\.`, `WWW.`, `WWW\.`,
)
