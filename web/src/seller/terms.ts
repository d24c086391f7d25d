/* Which term of docs/terms.csv stands behind a figure of the seller centre: steps of the funnel, lines of a plan or an order, accounts, tiles. */
export const TERM: Record<string, string> = {
  pages: "search_result", eligible: "eligible", shown: "impression", clicks: "click", orders: "deal",
  sales: "sales_amount", item: "sales_amount", cash: "available_cash", receivable: "receivable", inventory: "stock", inbound: "inbound", capital: "starting_capital",
  referral: "referral_fee", payment: "payment_fee", fx: "fx_fee", tax_inside: "tax_inside", tax_on_top: "tax_on_top", tax_withheld: "tax_inside", freight: "freight", duty: "duty", refund: "refund", refunds: "refund",
};
