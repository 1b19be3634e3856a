package world

func (m *maker) abandon() {}
func (m *maker) club()    {}

type cart struct{}
type clubEvent struct{}
type member struct{}
type module struct{}
