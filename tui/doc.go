// Package tui is the terminal program: one Bubble Tea model over the small interface Backend, which answers with
// reports. It keeps what a reader is looking at (screen, cursor, period, currency) and computes no number of its own.
// Everything it paints comes from tui/draw.
package tui
