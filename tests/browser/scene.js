// scene.js: a school in which much has happened, made through the interface: for the pages that are to be looked at, with much on them and with nothing.
const { sleep } = require('./house')

const FIRST = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈', SECOND = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'
/** So many names of nobody, all different, in an order that is not theirs by pinyin. */
const names = (n) => Array.from({ length: n }, (_, i) => FIRST[(i * 7 + 3) % FIRST.length] + (i % 3 ? '小' : '') + SECOND[(i + Math.floor(i / 50)) % SECOND.length])

/** Two classes: 1 班, fifty of whom all came in and trade, and 2 班, two hundred names and nobody in. `days` of trade, each store's orders shipped by the keeper. */
async function scene(house, teacher, { seats = 50, days = 12 } = {}) {
  const ask = async (who, method, path, body) => {
    const answer = await house.request(who, method, path, body, method === 'POST' && /\/acts\//.test(path) ? Math.random().toString(36).slice(2) : undefined)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const at = { teacher, code: {} }
  const roster = (n, from) => names(n).map((name, i) => ({ number: `0260${String(from + i).padStart(4, '0')}`, name }))
  at.one = (await ask(teacher, 'POST', '/classes', { name: '跨境电商 1 班' })).id
  at.two = (await ask(teacher, 'POST', '/classes', { name: '国际经济与贸易 2 班' })).id
  await ask(teacher, 'POST', `/classes/${at.one}/roster`, { rows: roster(seats, 101) })
  await ask(teacher, 'POST', `/classes/${at.two}/roster`, { rows: roster(200, 301) })
  for (const id of [at.one, at.two]) {
    await ask(teacher, 'PUT', `/classes/${id}/door`, { open_min: 180, enter_always: true })
    at.code[id] = (await ask(teacher, 'GET', `/classes/${id}/door`)).code
  }
  /* Everybody of 1 班 claims a name. */
  at.students = []
  for (const row of (await ask(teacher, 'GET', `/classes/${at.one}/roster`)).items) {
    const answer = await house.request({}, 'POST', `/door/${at.code[at.one]}/claim`, { row: row.row, number: row.number, pin: '739205' })
    if (answer.status !== 200) throw new Error(`claim: ${JSON.stringify(answer.body)}`)
    at.students.push({ row: row.row, name: row.name, person: row.person, cookie: answer.cookie, csrf: answer.body.csrf })
  }
  at.market = (await ask(teacher, 'POST', `/classes/${at.one}/markets`, { name: '第一单', world: 'first-harbour.classroom', seed: 'scene', settings: { starter: 'first-sale', lesson: 'first-sale', plan_days: 12, day_seconds: 4, min_gap_s: 0 } })).id
  at.empty = (await ask(teacher, 'POST', `/classes/${at.two}/markets`, { name: '新市场', world: 'first-harbour.classroom', seed: 'empty' })).id
  const market = `/markets/${at.market}`
  await ask(teacher, 'POST', `${market}/seats`)
  const held = (await ask(teacher, 'GET', `${market}/seats`)).items
  for (const one of at.students) Object.assign(one, held.find((s) => s.person === one.person))
  const full = at.students[0]
  for (const one of at.students) await ask(teacher, 'POST', `${market}/acts/seat.keeper`, { seat: one.seat, on: true })
  /* The first student works with care: more goods, more marketplaces, words in two languages. */
  const goods = (await ask(full, 'GET', `${market}/ask/sourcing.goods?country=US`)).goods.filter((g) => g.usual_price && !(g.battery && g.battery !== 'none') && !g.liquid && g.weight_g < 600)
  for (const [i, one] of at.students.slice(0, 12).entries()) {
    const g = goods.filter((x) => Number(x.cost.amount) * x.moq < 1500)[(i * 5) % 40]
    await ask(one, 'POST', `${market}/acts/purchase.create`, { good: g.code, quantity: g.moq * 2 })
    const sheet = await ask(one, 'GET', `${market}/ask/sourcing.good?good=${g.code}&country=US`)
    const { id } = await ask(one, 'POST', `${market}/acts/listing.save`, { good: g.code, category: g.category, sku: `N-${i}`, attributes: Object.fromEntries(sheet.attributes.map((a) => [a.code, String(a.value)])), pictures: 6, handling_days: 1 })
    await ask(one, 'POST', `${market}/acts/listing.words`, { listing: id, language: 'en', title: `${sheet.names.en}, ${sheet.attributes.map((a) => a.value_name).filter(Boolean).slice(0, 3).join(', ')}`, bullets: sheet.features.map((f) => f.line).slice(0, 5), description: sheet.features.map((f) => f.line).join('. '), terms: sheet.searches.map((s) => s.words).join(' ').slice(0, 160) })
    const { quotes } = await ask(one, 'GET', `${market}/ask/freight.quotes?good=${g.code}&country=US`)
    const channel = quotes.find((q) => !q.refusal && q.tracked)?.channel
    if (channel && i !== 3) await ask(one, 'POST', `${market}/acts/offer.set`, { listing: id, country: 'US', price_minor: Math.round(Number(g.usual_price.amount) * 95), channel, on: true })
    if (i !== 4) await house.request(one, 'POST', `${market}/acts/listing.publish`, { listing: id }, `publish-${i}`)
  }
  /* The first two advertise: an automatic campaign and one with many keywords, some of them excluded. */
  for (const one of at.students.slice(0, 2)) {
    const offer = (await house.rows(one, at.market, 'offer')).find((o) => o.country === 'US'), listing = (await house.rows(one, at.market, 'listing')).find((l) => l.id === offer.listing)
    const { searches } = await ask(one, 'GET', `${market}/ask/sourcing.good?good=${listing.good}&country=US`)
    for (const targeting of ['auto', 'manual']) {
      const { id: campaign } = await ask(one, 'POST', `${market}/acts/campaign.save`, { country: 'US', name: `US ${targeting}`, targeting, budget_minor: 3000 })
      const { id: adgroup } = await ask(one, 'POST', `${market}/acts/adgroup.save`, { campaign, name: 'A', bid_minor: 60 })
      await ask(one, 'POST', `${market}/acts/ad.save`, { adgroup, listing: listing.id })
      if (targeting === 'manual') for (const match of ['broad', 'phrase', 'exact']) await ask(one, 'POST', `${market}/acts/keyword.add`, { adgroup, country: 'US', match, keywords: searches.map((s) => s.words) })
      await ask(one, 'POST', `${market}/acts/keyword.add`, { adgroup, country: 'US', match: 'negative_phrase', keywords: ['second hand', 'repair'] })
    }
  }
  await house.advance(teacher, at.market, 24 * days)
  for (const one of at.students.slice(0, 6)) await ask(teacher, 'POST', `${market}/acts/seat.keeper`, { seat: one.seat, on: false })
  await house.advance(teacher, at.market, 24)
  at.now = (await ask(teacher, 'GET', market)).clock.now
  /* The lesson goes on: some act, some are refused, some ask. */
  await ask(teacher, 'PUT', `${market}/lesson/stage`, { stage: 'ship' })
  for (const one of at.students.slice(1, 40)) {
    const [listing] = await house.rows(one, at.market, 'listing')
    const i = at.students.indexOf(one), offer = (await house.rows(one, at.market, 'offer'))[0]
    if (i % 4 === 1 && offer) await ask(one, 'POST', `${market}/acts/offer.set`, { listing: offer.listing, country: offer.country, price_minor: Math.round(Number(offer.price.amount) * 97), channel: offer.channel, on: true }).catch(() => {})
    if (i % 4 === 2) await ask(one, 'POST', `${market}/acts/store.profile`, { about: 'Everyday things, sent within a day.' }).catch(() => {})
    if (i % 4 === 3) for (let k = 0; k < 3; k++) await house.request(one, 'POST', `${market}/acts/purchase.create`, { good: goods[i].code, quantity: 1 }, `bad-${i}-${k}`)
    if (i % 9 === 0) await ask(one, 'PUT', `${market}/hand`, { raised: true, text: i % 2 ? '不知道运费模板在哪里选' : undefined })
    if (i === 2) await ask(teacher, 'POST', `${market}/remarks`, { seat: one.seat, text: '标题里先写买家会搜的词，再写特点。' })
    void listing
  }
  await ask(teacher, 'POST', `${market}/remarks`, { seat: full.seat, text: '定价前先看“到手价”一栏，再和同类商品比较。' })
  return at
}
module.exports = { names, scene, sleep }
