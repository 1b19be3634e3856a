// Package hotmart reads what Hotmart writes: the items of its API's answers and the bodies of its webhooks, each into a
// model.Change. It speaks to no network and opens no file: bytes go in, facts come out.
//
// What Hotmart sends is foreign, and differs from what is documented: keys in snake_case and in camelCase, numbers as
// texts and texts as numbers, seconds where milliseconds belong, nulls, and objects that are something else. So reading is
// lenient about the form and strict about the meaning. A value that is not what its place asks for is unknown and costs
// nothing else; a value that can be two things is left unknown; and only what cannot be told apart from others, a sale
// without its code, is an error.
//
// Four amounts have names that mislead. The price of sales/history is what the buyer paid, and its fee's base is the
// price; the price of a webhook is the price, and its full_price is what the buyer paid. Each is read as what it is.
//
// A webhook's secret (hottok) may stand in a body. Its value is passed over unread wherever it stands.
package hotmart
