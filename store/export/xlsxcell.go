package export

import (
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"recoup/model"
)

// The number formats of cells. Those of amounts depend on the currency.
const (
	numFmtCount    = "#,##0"
	numFmtRatio    = "0.00%"
	numFmtInstant  = "yyyy-mm-dd hh:mm:ss"
	numFmtDay      = "yyyy-mm-dd"
	numFmtDuration = "[h]:mm:ss"
)

// sheetStyles keeps one style per number format.
type sheetStyles struct {
	f        *excelize.File
	byFormat map[string]int
}

// cell is a value as the worksheet holds it; nil leaves the cell empty.
func (st *sheetStyles) cell(v model.Value, zone *time.Location) (any, error) {
	switch v.Kind() {
	case model.TextValue:
		return cellText(v.Text().String())
	case model.EnumValue:
		if v.Label().IsEmpty() {
			return cellText(v.Text().String())
		}
		return cellText(v.Label().String())
	case model.CountValue:
		return st.styled(v.Int(), numFmtCount)
	case model.MoneyValue:
		return st.money(v.Money())
	case model.RatioValue:
		return st.styled(v.Ratio(), numFmtRatio)
	case model.InstantValue:
		return st.instant(model.Instant(v.Int()), zone)
	case model.DayValue:
		return st.day(dayOf(v))
	case model.FlagValue:
		return v.Int() != 0, nil
	case model.DurationValue:
		return st.styled(float64(v.Int())/msPerDay, numFmtDuration)
	default:
		return nil, nil
	}
}

func (st *sheetStyles) styled(value any, format string) (any, error) {
	id, known := st.byFormat[format]
	if !known {
		var err error
		if id, err = st.f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return nil, err
		}
		st.byFormat[format] = id
	}
	return excelize.Cell{StyleID: id, Value: value}, nil
}

// money is a number with the currency's decimals. A number of the file format is decimal text, and up to 15 digits come
// through the library's float64 unchanged; an amount with more would lose its cents in the spreadsheet, so it stays text.
func (st *sheetStyles) money(m model.Money) (any, error) {
	decimal := string(appendDecimal(nil, m, '.'))
	if len(strings.TrimLeft(strings.Map(digitOnly, decimal), "0")) > maxSheetDigit {
		return decimal, nil
	}
	number, err := strconv.ParseFloat(decimal, 64)
	if err != nil {
		return nil, err
	}
	format := numFmtCount
	if exponent := m.Currency().Exponent(); exponent > 0 {
		format += "." + strings.Repeat("0", exponent)
	}
	return st.styled(number, format)
}

func digitOnly(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// A date in a worksheet is a number of days, which agrees with the calendar from 1 March 1900 on.
const (
	msPerDay    = 24 * 60 * 60 * 1000
	epochSerial = 25569 // 1970-01-01
	firstSerial = 61
	lastSerial  = 2958466 // the day after 9999-12-31
)

// instant is the wall clock in the zone, since a worksheet's dates have none.
func (st *sheetStyles) instant(i model.Instant, zone *time.Location) (any, error) {
	_, offset := i.In(zone).Zone()
	serial := float64(int64(i)+int64(offset)*1000)/msPerDay + epochSerial
	if serial < firstSerial || serial >= lastSerial {
		return string(appendInstant(nil, i, zone)), nil
	}
	return st.styled(serial, numFmtInstant)
}

func (st *sheetStyles) day(d model.Day) (any, error) {
	serial := int64(d) + epochSerial
	if serial < firstSerial || serial >= lastSerial {
		return d.String(), nil
	}
	return st.styled(serial, numFmtDay)
}
