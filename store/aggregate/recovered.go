package aggregate

import "recoup/model"

// recoveredSale is a sale with how it was won back.
type recoveredSale struct {
	row   int32
	story recovery // empty where Smart Recovery charged and no attempt was seen
}

// recoveryClasses are what wins a sale back, as ids and words.
func recoveryClasses() [2]model.Value {
	return [...]model.Value{
		model.EnumOf("SMART_RECOVERY", "Smart Recovery"), model.EnumOf("AFTER_FAILED_ATTEMPT", "Bought after a failed attempt"),
	}
}

// recoveryClass is a sale's place among recoveryClasses, the first that holds.
func (s *scope) recoveryClass(row int32) uint32 {
	if s.billing[row] == smartRecovery {
		return 0
	}
	return 1
}

// recoveredTable lists the recovered sales with what was lost first.
func (s *scope) recoveredTable(rows []int32) model.Table {
	items := make([]recoveredSale, 0, len(rows))
	for _, row := range newestFirst(rows) {
		story, _ := s.recoveryOf(row)
		items = append(items, recoveredSale{row, story})
	}
	table := &lazyRows[recoveredSale]{s: s, items: items, columns: recoveredColumns(), find: func(s *scope, r recoveredSale) model.Filter {
		return findCode(s, r.row)
	}}
	return table.fill(model.Table{
		ID: "recovered", Label: "Recovered", SortBy: -1, Empty: model.Say("No sale of this period was recovered."),
	})
}

func recoveredColumns() []lazyColumn[recoveredSale] {
	row := func(cell func(s *scope, row int32) model.Value) func(*scope, recoveredSale) model.Value {
		return func(s *scope, r recoveredSale) model.Value { return cell(s, r.row) }
	}
	// lost is a cell about the first attempt that failed.
	lost := func(cell func(s *scope, r recoveredSale) model.Value) func(*scope, recoveredSale) model.Value {
		return func(s *scope, r recoveredSale) model.Value {
			if r.story.attempts == 0 {
				return model.Unknown()
			}
			return cell(s, r)
		}
	}
	return []lazyColumn[recoveredSale]{
		{personal("buyer", "Buyer", model.ColText), row(buyerCell)},
		{column("value", "Value", model.ColMoney), row((*scope).priceCell)},
		{currencyColumn(), row(currencyCell)},
		{column("sold", "Sold", model.ColInstant), row(func(s *scope, row int32) model.Value { return model.InstantOfMillis(s.soldAt[row]) })},
		{column("lost_cause", "Lost first by", model.ColEnum), lost(func(s *scope, r recoveredSale) model.Value {
			cause := s.cause(r.story.first)
			return model.EnumOf(string(cause), cause.Label())
		})},
		{column("delay", "Delay", model.ColDuration), lost(func(s *scope, r recoveredSale) model.Value {
			return model.DurationOf(int64(s.soldAt[r.row] - s.orderedAt[r.story.first]))
		})},
		{column("product", "Product", model.ColText), row(productCell)},
		{column("class", "Recovered by", model.ColEnum), row(func(s *scope, row int32) model.Value { return recoveryClasses()[s.recoveryClass(row)] })},
		{column("code", "Transaction", model.ColText), row(codeCell)},
		{personalWide("email", "E-mail"), row(emailCell)},
		{wide("lost_at", "Lost first on", model.ColInstant), lost(func(s *scope, r recoveredSale) model.Value { return orderedCell(s, r.story.first) })},
		{column("attempts", "Attempts", model.ColCount), lost(func(_ *scope, r recoveredSale) model.Value { return model.CountOf(int(r.story.attempts)) })},
		{column("method", "Method", model.ColEnum), row(methodCell)},
	}
}

// recoveredByClass adds up the recovered sales by what won them back, in each shown currency.
func (s *scope) recoveredByClass(rows []int32) model.Table {
	t := model.Table{
		ID: "recovered_by_class", Label: "Recovered by what", SortBy: -1, Empty: model.Say("No sale of this period was recovered."),
		Columns: []model.Column{
			column("class", "Recovered by", model.ColEnum), column("sales", "Sales", model.ColCount),
			column("gross", "Gross", model.ColMoney), currencyColumn(),
		},
	}
	classes := recoveryClasses()
	var list model.RowList
	for i, part := range s.split(rows) {
		for _, g := range s.groupSales(part, len(classes), s.recoveryClass, func(code uint32) string { return classes[code].Label().String() }) {
			c := s.currencyOf(s.shown[i])
			list = append(list, model.Row{Cells: []model.Value{
				classes[g.code], model.CountOf(g.sales), s.money(g.gross, c), s.currencyValue(s.shown[i]),
			}})
		}
	}
	t.Rows = list
	return t
}

// recoveredSQL counts what isRecovered finds.
const recoveredSQL = `with tried as materialized (
  select buyer_key, coalesce(product_id, product, '') as item, ordered_at from v_transaction t
  where charge_no = 1 and account_role = 'PRODUCER' and buyer_key is not null and ordered_at <= :as_of
    and (status in ('CANCELLED', 'EXPIRED', 'NO_FUNDS', 'BLOCKED')
      or status in ('WAITING_PAYMENT', 'PRINTED_BILLET', 'STARTED', 'OVERDUE')
        and coalesce(due_at, ordered_at + case payment_type when 'PIX' then 2 else 3 end * 86400000) < :as_of)
    and not (coalesce(is_bump, 0) and exists(select 1 from v_transaction m
      where m.code = t.parent_code and m.class in ('sold', 'dispute', 'reversed')))),
bought as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, coalesce(approved_at, ordered_at) as paid_at from v_transaction
  where {converted} and buyer_key is not null),
sales as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, coalesce(approved_at, ordered_at) as paid_at, charge_no, billing
  from v_transaction where class = 'sold' and {dated}),
won as (
  select distinct s.code from sales s
  join tried f on f.buyer_key = s.buyer_key and f.item = s.item and f.ordered_at between s.paid_at - 2592000000 and s.paid_at
  where s.charge_no = 1 and not exists(select 1 from bought b where b.buyer_key = s.buyer_key and b.item = s.item
    and b.code <> s.code and b.paid_at < s.paid_at and b.paid_at >= f.ordered_at))
select count(*) from sales where billing is 'SMART_RECOVERY' or code in (select code from won)`
