package hook

// event is what is told of an event besides its change.
type event struct {
	ID, Name, Code string
	Known          bool
}
