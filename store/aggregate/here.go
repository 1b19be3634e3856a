package aggregate

import (
	"slices"
	"strings"

	"recoup/model"
)

// reads lists the kinds of data that a section is about, beside the transactions.
func reads(id model.SectionID) []model.DatasetID {
	switch id {
	case model.CartAbandonment:
		return []model.DatasetID{model.DataCarts}
	case model.Balance:
		return []model.DatasetID{model.DataLedger}
	case model.Club:
		return []model.DatasetID{model.DataClubMembers, model.DataClubActivity}
	case model.Invoices:
		return []model.DatasetID{model.DataInvoices}
	case model.Subscriptions:
		return []model.DatasetID{model.DataSubscriptions}
	case model.Affiliations:
		return []model.DatasetID{model.DataAffiliates}
	case model.Analytics:
		return []model.DatasetID{model.DataVisits}
	}
	return nil
}

// notBuilt is the line of a section that this version does not have: whether the data for it is here already.
func (d *Data) notBuilt(id model.SectionID) (line model.Phrase, missing bool) {
	about := reads(id)
	if len(about) == 0 {
		return model.Say("not built yet"), false
	}
	for _, dataset := range about {
		here := d.info.Dataset(dataset)
		if here.Rows == 0 {
			continue
		}
		fact, _ := dataset.Fact()
		return model.Say("{0} "+strings.ToLower(fact.Label)+" · not built yet", model.CountOf(here.Rows)), false
	}
	return model.Say("— not in this snapshot"), true
}

// wasAskedFor tells whether the API was asked for sales of these statuses: then that there are none is known.
func (d *Data) wasAskedFor(statuses ...model.Status) bool {
	for _, road := range d.info.Dataset(model.DataTransactions).Roads {
		if road.Source != model.SourceAPI {
			continue
		}
		if len(road.Covered[model.StatusUnknown]) > 0 {
			return true
		}
		return !slices.ContainsFunc(statuses, func(s model.Status) bool { return len(road.Covered[s]) == 0 })
	}
	return false
}

// partly names what is known to be missing of the transactions themselves.
func (d *Data) partly() []model.MissingData {
	here := d.info.Dataset(model.DataTransactions)
	if here.State != model.DatasetPartial {
		return nil
	}
	return []model.MissingData{{
		Dataset: string(model.DataTransactions),
		Why:     "Not every sale is in this snapshot: " + here.Note + ".",
		How:     "recoup sync, or import a sales report with every status selected",
	}}
}
