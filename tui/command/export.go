package command

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store/export"
)

// lostSalesScopes are the three readings of "lost sales" and the table of each.
var lostSalesScopes = map[string]string{"open": "open", "literal": "literal", "all": "attempts"}

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export SECTION [TABLE]",
		Short: "Write a section's table to a file: the lost sales (Export details), or any other",
		Long: `Write a section's table to a file.

For lost-sales, --scope says which: "literal" is the last failed attempt of each buyer for each product, one lost sale
each, as Hotmart counts them; "open" leaves out those who bought since; "all" is every failed attempt.

CSV comes in two profiles: "excel" opens with a double click in a spreadsheet set to Portuguese or Spanish, and no buyer's
name can run as a formula in it; "plain" is for other programs.`,
		Example: `  recoup export lost-sales -o lost.csv
  recoup export lost-sales --scope all --period 30d --format xlsx -o attempts.xlsx
  recoup export my-sales transactions --period this-year --format ndjson -o - | wc -l`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return model.Usage("For example: recoup export lost-sales -o lost.csv", "Say which section to export.")
			}
			return atMostArgs(2, "a section and a table")(cmd, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return sectionNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: a.export,
	}
	addReadingFlags(cmd)
	f := cmd.Flags()
	f.String("scope", "", "which lost sales: open (default), literal, all")
	f.StringP("output", "o", "", "`FILE` to write; - for standard output (default: named after section and period, here)")
	f.String("format", "", "csv (default), xlsx, json, ndjson, md; otherwise told from the file's name")
	f.String("profile", "excel", "CSV for whom: excel or plain")
	f.Bool("force", false, "replace a file that is there")
	return cmd
}

func (a *app) export(cmd *cobra.Command, args []string) error {
	path, _ := cmd.Flags().GetString("output")
	options, err := exportFlags(cmd, path)
	if err != nil {
		return err
	}
	table, err := exportTable(cmd, args)
	if err != nil {
		return err
	}
	r, err := a.open(cmd, false)
	if err != nil {
		return err
	}
	defer r.close() //nolint:errcheck // opened for reading: nothing can be lost
	report, err := r.report(cmd, model.SectionID(args[0]))
	if err != nil {
		return err
	}
	if table == "" {
		if len(report.Tables) == 0 {
			return model.Failed(nil, "See: recoup report "+args[0], "%s has no table to export.", model.Clean(report.Title))
		}
		table = report.Tables[0].ID
	}
	options.Formatter, options.Redact = r.format, r.format.Redact
	return a.writeTable(cmd, report, table, path, options)
}

func (a *app) writeTable(cmd *cobra.Command, report model.Report, table, path string, o export.Options) error {
	if path == "-" {
		return a.print(func(w io.Writer) error {
			_, err := export.Table(w, report, table, o)
			return err
		})
	}
	if path == "" {
		path = export.DefaultName(report, table, o.Format)
	}
	force, _ := cmd.Flags().GetBool("force")
	var result export.Result
	_, err := export.WriteFile(path, export.FileOptions{Force: force}, func(w io.Writer) (err error) {
		result, err = export.Table(w, report, table, o)
		return err
	})
	if err != nil {
		return err
	}
	return a.tellExport(path, result, o.Formatter)
}

// tellExport says what was written, so that it can be compared with the screen.
func (a *app) tellExport(path string, result export.Result, f model.Formatter) error {
	var totals []string
	for _, m := range result.Totals {
		totals = append(totals, f.Money(m))
	}
	worth := ""
	if len(totals) > 0 {
		worth = ", " + strings.Join(totals, " + ") + " in all"
	}
	rows := "rows"
	if result.Rows == 1 {
		rows = "row"
	}
	_, err := fmt.Fprintf(a.out, "Wrote %s %s to %s%s.\n", f.Count(int64(result.Rows)), rows, model.Clean(path), worth)
	return err
}

func exportFlags(cmd *cobra.Command, path string) (export.Options, error) {
	o := export.Options{Format: export.FormatCSV}
	word, _ := cmd.Flags().GetString("format")
	if word == "" {
		if ending := strings.TrimPrefix(filepath.Ext(path), "."); slices.Contains(export.Formats(), export.Format(ending)) {
			word = ending
		}
	}
	var err error
	if word != "" {
		if o.Format, err = export.ParseFormat(word); err != nil {
			return o, err
		}
	}
	profile, _ := cmd.Flags().GetString("profile")
	o.Profile, err = export.ParseProfile(profile)
	return o, err
}

// exportTable gives the table that the arguments and --scope name, or "" for the section's first.
func exportTable(cmd *cobra.Command, args []string) (string, error) {
	scope, _ := cmd.Flags().GetString("scope")
	lost := model.SectionID(args[0]) == model.LostSales
	switch {
	case scope != "" && (!lost || len(args) == 2):
		return "", model.Usage("Leave --scope out, or export lost-sales without a table's name.", "--scope says which lost sales; it goes with: recoup export lost-sales.")
	case len(args) == 2:
		return args[1], nil
	case !lost:
		return "", nil
	case scope == "":
		return lostSalesScopes["open"], nil
	}
	table, ok := lostSalesScopes[scope]
	if !ok {
		return "", unknownWord("--scope", scope, []string{"open", "literal", "all"})
	}
	return table, nil
}
