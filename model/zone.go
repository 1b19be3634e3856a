package model

import (
	"strings"
	"time"
	_ "time/tzdata" // a machine without a zone database still knows São Paulo
)

// HomeZone is the zone of an account that has named none yet: Hotmart's own.
const HomeZone = "America/Sao_Paulo"

// likelyZones are the zones that a creator on Hotmart most often means; they are only suggested, never preferred.
const likelyZones = "America/Sao_Paulo America/Bahia America/Fortaleza America/Recife America/Belem America/Manaus America/Cuiaba " +
	"America/Campo_Grande America/Porto_Velho America/Rio_Branco America/Noronha America/Araguaina America/Maceio " +
	"America/Mexico_City America/Tijuana America/Monterrey America/Cancun America/Bogota America/Lima America/Santiago " +
	"America/Buenos_Aires America/Argentina/Buenos_Aires America/Montevideo America/Asuncion America/La_Paz America/Caracas " +
	"America/Guayaquil America/Panama America/Costa_Rica America/Guatemala America/El_Salvador " +
	"America/Tegucigalpa America/Managua America/Santo_Domingo America/Puerto_Rico America/Havana America/New_York " +
	"America/Chicago America/Denver America/Los_Angeles America/Toronto America/Vancouver Europe/Lisbon Atlantic/Azores " +
	"Atlantic/Madeira Europe/Madrid Atlantic/Canary Europe/London Europe/Dublin Europe/Paris Europe/Berlin Europe/Rome " +
	"Europe/Amsterdam Europe/Brussels Europe/Zurich Europe/Vienna Europe/Warsaw Europe/Athens Africa/Luanda Africa/Maputo " +
	"Africa/Johannesburg Asia/Tokyo Asia/Dubai Asia/Singapore Asia/Kolkata Australia/Sydney Pacific/Auckland UTC"

// LoadZone finds a time zone by its IANA name, such as America/Sao_Paulo or UTC. "Local" and "" are refused, since the
// same snapshot must give the same days on every machine; so is an unknown name, with the nearest one as a hint. The
// machine's zone database is asked first and the embedded one after it, so it is called when the program starts.
func LoadZone(name string) (*time.Location, error) {
	const example = "Write a zone as America/Sao_Paulo or UTC."
	switch {
	case name == "":
		return nil, Usage(example, "The time zone is empty.")
	case strings.EqualFold(name, "local"):
		return nil, Usage(example, "%q is not the same zone on every machine.", name)
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone, nil
	}
	hint := example
	if near := nearestZone(name); near != "" {
		hint = "Did you mean " + near + "?"
	}
	return nil, Usage(hint, "%q is not a time zone.", Clean(name))
}

// nearestZone finds the likely zone that a word stands for: a mistyped name, or a city.
func nearestZone(word string) string {
	zones := strings.Fields(likelyZones)
	if near := Nearest(word, zones); near != "" {
		return near
	}
	cities := make([]string, len(zones))
	for i, zone := range zones {
		cities[i] = strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
	}
	city := strings.ReplaceAll(word[strings.LastIndexByte(word, '/')+1:], "_", " ")
	near := Nearest(city, cities)
	for i := range cities {
		if near != "" && cities[i] == near {
			return zones[i]
		}
	}
	return ""
}
