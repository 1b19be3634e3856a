// Package tui is the terminal program: one Bubble Tea model over the small interface Backend, which answers with
// reports. It keeps what a reader is looking at (screen, cursor, period, currency) and computes no number of its own.
// Everything it paints comes from tui/draw.
//
// How a key becomes a screen:
//
//   - Commands is the one table of what the program can do. Update finds a key's command there and runs it, or says why it
//     cannot run. The footer, the help, the palette and the manual page read the same table.
//   - A command changes what the reader asks: the query, the stack of screens, a cursor. It never waits for anything.
//   - After every change refresh compares what each part on screen was last asked with what the reader asks now, and starts
//     an inquiry where they differ. What is shown meanwhile is the last answer.
//   - An inquiry does its work in the background and comes back to Update as an answer; if it has been asked again or left
//     by then, the answer is dropped.
//   - settle brings what is selected into sight, and View paints what is in memory.
package tui
