// grow.js: a store with much in it, made through the interface: for the pages that are to be looked at with data.
const { papers } = require('./house')

/** The goods that leave most, light and free of restrictions, of different categories. */
async function choose(house, student, market, country, n) {
  const { goods } = (await house.request(student, 'GET', `/markets/${market}/ask/sourcing.goods?country=${country}`)).body
  const room = (g) => Number(g.usual_price.amount) * 0.6 - Number(g.cost.amount) / 7
  const fit = goods.filter((g) => g.usual_price && !(g.battery && g.battery !== 'none') && !g.liquid && g.weight_g < 600 && Number(g.cost.amount) * g.moq < 2500).sort((a, b) => room(b) - room(a))
  const seen = {}
  return fit.filter((g) => (seen[g.category] = (seen[g.category] ?? 0) + 1) <= 2).slice(0, n)
}

async function grow(house, teacher, student, market, { name, number, countries = ['US', 'GB', 'DE'], goods = 8, days = 35 }) {
  await house.act(student, market, 'store.register', { name, form: 'company', ...papers(number), countries })
  await house.advance(teacher, market, 40)
  const english = countries.filter((c) => ['US', 'GB', 'AU'].includes(c))
  for (const g of await choose(house, student, market, countries[0], goods)) {
    try { await house.act(student, market, 'purchase.create', { good: g.code, quantity: g.moq * 2 }) } catch { break /* the money is spent */ }
    const sheet = (await house.request(student, 'GET', `/markets/${market}/ask/sourcing.good?good=${g.code}&country=${countries[0]}`)).body
    const attributes = Object.fromEntries(sheet.attributes.map((a) => [a.code, String(a.value)]))
    const { id } = await house.act(student, market, 'listing.save', { good: g.code, category: g.category, sku: g.code.toUpperCase().slice(0, 40), attributes, pictures: 6, handling_days: 1 })
    const value = sheet.attributes.map((a) => a.value_name).filter(Boolean).slice(0, 3).join(', ')
    await house.act(student, market, 'listing.words', { listing: id, language: 'en', title: `${sheet.names.en}, ${value}`, bullets: sheet.features.map((f) => f.line).slice(0, 5), description: sheet.features.map((f) => f.line).join('. '), terms: sheet.searches.map((s) => s.words).join(' ').slice(0, 160) })
    for (const country of english) {
      const { quotes } = (await house.request(student, 'GET', `/markets/${market}/ask/freight.quotes?good=${g.code}&country=${country}`)).body
      const channel = quotes.find((q) => !q.refusal && q.tracked)?.channel
      if (!channel) continue
      const plan = (await house.request(student, 'GET', `/markets/${market}/ask/price.plan?good=${g.code}&country=${country}&channel=${channel}`)).body
      const price = Math.max(Number(plan.market.median?.amount ?? 0) * 0.92, Number(plan.break_even.amount) * 1.15)
      await house.act(student, market, 'offer.set', { listing: id, country, price_minor: Math.round(price * 100), channel, on: true })
    }
    await house.act(student, market, 'listing.publish', { listing: id })
  }
  for (let day = 0; day < days; day += 2) {
    await house.advance(teacher, market, 48)
    const orders = await house.rows(student, market, 'order', '&state=paid')
    if (day > days - 4) break // the last ones wait to be shipped
    for (const o of orders) {
      const { quotes } = (await house.request(student, 'GET', `/markets/${market}/ask/freight.quotes?good=${o.good}&country=${o.country}&quantity=${o.quantity}`)).body
      const channel = quotes.find((q) => !q.refusal)?.channel
      if (channel) await house.act(student, market, 'order.ship', { order: o.id, channel }).catch(() => {})
    }
  }
}
module.exports = { grow }
