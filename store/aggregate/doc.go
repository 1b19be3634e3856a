// Package aggregate computes the reports. Load copies a snapshot's transactions into columns; a report is loops over them.
//
// How a section is made:
//
//  1. Its file defines func(s *scope) (model.Report, error), and the registry in sections.go gets one line.
//  2. It asks the scope for the rows of a set: s.rows(model.SoldSet). The rule of a set stands in sets.go once; the
//     numbers and the drill-down both go through it, so a number and the rows behind it cannot disagree.
//  3. It works on one currency at a time (s.split), because amounts of two currencies are never added. Sums are
//     model.Sum. Counting by product, offer or buyer takes a slice as long as that dictionary, never a map.
//  4. Every metric carries its definition, the SQL that counts it again over the snapshot's views, and the filter that
//     finds the transactions behind it. Tests hold all three against each other.
//  5. A figure that cannot be computed is left out, and a model.MissingData says why.
//
// A Data never changes after Load and may be read by any number of goroutines.
package aggregate
