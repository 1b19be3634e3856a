// Package api speaks with Hotmart's API, and brings what it tells into a snapshot.
//
// A Client asks one question at a time and ends each try: it keeps below the limit of calls, waits as long as it is told
// to within reason, renews a token once, follows no redirect, reads no answer without end, and makes errors that hold no
// secret although Hotmart wants the secret in an address.
//
// A Sync asks for lists, most of them in windows of time, sales status by status, since Hotmart otherwise tells of approved
// and complete sales alone. Each window is stored in one transaction with the cursor that says so: what is interrupted
// goes on behind the last window, and what is stored was read to its end. A window that takes Hotmart too long is halved,
// one whose list moved while it was read is looked at again, and a sale that may have slipped through, or may have changed
// since, is asked for by its code.
//
// When lists contradict each other the one that was read later is believed, as everywhere in a snapshot. So those that
// Hotmart brings up to date once a day come before those that are live, or do not say what a live one said.
package api
