// student.js: what a careful student does in the guided lesson, by the same requests as the pages send.
const { Pc, Refused } = require('./pc')

const WHY = ['eligible', 'shown', 'examined', 'clicks', 'orders']

class Student {
  /** The n-th of fifty; the row of the roster is his to claim. */
  constructor(n, port, times) {
    this.n = n
    this.number = `2026${String(n).padStart(4, '0')}`
    this.name = `同学${String(n).padStart(2, '0')}`
    this.pin = String(602913 + n * 37)
    this.pc = new Pc(port, times, `s${n}`)
    this.marks = {} // what he has done, and in which minute of the lesson
  }
  get path() { return `/markets/${this.pc.market}` }

  /** Claims the row: name, student number, PIN. */
  async claim(code) {
    const door = await this.pc.get(`/door/${code}`)
    await this.pc.need('POST', `/door/${code}/claim`, { row: door.rows.find((r) => r.name === this.name).row, number: this.number, pin: this.pin })
    await this.find()
    this.pc.listen()
  }
  /** The next lesson: by number and PIN. */
  async enter(code) {
    this.pc.cookie = this.pc.csrf = ''
    await this.pc.need('POST', `/door/${code}/enter`, { who: this.number, pin: this.pin })
  }
  async find() {
    this.pc.market = (await this.pc.get('/markets')).items[0].id
    const me = await this.pc.get(this.path)
    Object.assign(this, { seat: me.seat, store: me.store })
    this.orders = (await this.pc.rows('order')).length
  }
  async lesson() { return (await this.pc.get(`${this.path}/lesson`)).lesson }
  async step(id) { return (await this.lesson()).steps.find((s) => s.id === id) }
  answer(id, answer) { return this.pc.need('PUT', `${this.path}/lesson/steps/${id}`, { answer }) }

  /** The prepared store: its listings, its orders, and the parcel with trouble, which the first step asks for. */
  async look() {
    await this.pc.rows('listing')
    await this.pc.rows('daily')
    const orders = await this.pc.rows('order'), held = (await this.pc.rows('parcel')).find((p) => Number(p.held) || p.state === 'lost')
    await this.answer('look', String(orders.find((o) => o.parcel === held.id).number))
  }

  /** Goods that the store does not sell yet, light and easy to send, with an honest margin; everybody begins the search elsewhere. */
  async choose() {
    const country = (await this.pc.rows('store'))[0].countries[0]
    const own = new Set((await this.pc.rows('listing')).map((l) => l.good))
    const all = (await this.pc.question('sourcing.goods', { country })).goods.filter((g) => !own.has(g.code) && !g.battery && !g.liquid && g.moq <= 60 && g.usual_price && g.capacity_left_days > 5)
    for (let i = 0; i < 5; i++) {
      const good = all[(this.n * 37 + i * 11) % all.length]
      const quote = (await this.pc.question('freight.quotes', { good: good.code, country })).quotes.find((q) => !q.refusal && q.tracked)
      if (!quote) continue
      const plan = await this.pc.question('price.plan', { good: good.code, country, channel: quote.channel })
      const over = Number(good.usual_price.amount) / Number(plan.break_even.amount)
      if (!this.choice || over > this.choice.over) this.choice = { good, channel: quote.channel, country, over, even: Number(plan.break_even.amount) }
    }
    return this.choice
  }
  get quantity() { return Math.max(this.choice.good.moq, 40) }
  get price() { return Math.max(Number(this.choice.good.usual_price.amount) * 0.95, this.choice.even * 1.1) }
  async source() {
    const { good } = await this.choose()
    await this.pc.question('sourcing.good', { good: good.code, country: this.choice.country })
    await this.pc.act('purchase.create', { good: good.code, quantity: this.quantity })
  }

  offer(price) {
    const digits = this.choice.good.usual_price.currency === 'JPY' ? 1 : 100
    return this.pc.act('offer.set', { listing: this.own, country: this.choice.country, price_minor: Math.round(price * digits), channel: this.choice.channel, on: true })
  }
  /** A draft at first; then the texts out of the supplier's sheet, in the marketplace's language; then the price. */
  async draft() {
    const { good, country } = this.choice
    this.sheet = await this.pc.question('sourcing.good', { good: good.code, country })
    this.own = (await this.pc.act('listing.save', { good: good.code, category: good.category, sku: `OWN-${this.n}`, pictures: 7, main_picture: 1, handling_days: 1,
      attributes: Object.fromEntries(this.sheet.attributes.map((a) => [a.code, a.value])) })).id
  }
  async write() {
    const language = { DE: 'de', FR: 'fr', ES: 'es', IT: 'it', JP: 'ja', BR: 'pt' }[this.choice.country] ?? 'en', lines = [...this.sheet.features.map((f) => f.line), ...this.sheet.attributes.filter((a) => a.value_name).map((a) => `${a.name}: ${a.value_name}`)]
    const name = this.sheet.names[language] ?? this.sheet.names.en
    await this.pc.act('listing.words', { listing: this.own, language, title: `${name}, ${this.sheet.features.slice(0, 3).map((f) => f.brief).join(', ')}`.slice(0, 120), bullets: lines.slice(0, 5),
      description: `${name}. ${lines.join(' ')}`, terms: this.sheet.searches.map((s) => s.words).join(' ').slice(0, 120) })
    await this.offer(this.price)
  }
  async publish() { await this.pc.act('listing.publish', { listing: this.own }) }

  /** A look at the store after a day. */
  async glance() { for (const table of ['daily', 'order', 'review']) await this.pc.rows(table) }
  /** Ships what waits, each by the first tracked channel that goes there. */
  async ship() {
    for (const order of await this.pc.rows('order', '&state=paid')) {
      const quotes = (await this.pc.question('freight.quotes', { good: order.good, country: order.country, quantity: order.quantity })).quotes
      const quote = quotes.find((q) => !q.refusal && q.tracked) ?? quotes.find((q) => !q.refusal)
      if (!quote) continue
      try { await this.pc.act('order.ship', { order: order.id, channel: quote.channel }) } catch (error) { if (!(error instanceof Refused)) throw error } // cancelled meanwhile
    }
  }

  /** Where the new listing loses most, as its page shows it. */
  async funnel() {
    const { funnel } = await this.pc.question('listing.why', { listing: this.own, country: this.choice.country, days: 7 })
    const figures = [funnel.pages, ...WHY.map((w) => funnel[w])], falls = WHY.map((_, i) => figures[i] - figures[i + 1])
    await this.answer('funnel', WHY[falls.indexOf(Math.max(...falls))])
  }
  async improve() { await this.offer(this.price * 0.97) }
  async reflect() { await this.answer('reflect', '多数买家没有翻到我的商品，我降了一点售价，明天再看点击有没有变多。') }
  async ready() { await this.pc.need('PUT', `${this.path}/ready`, { ready: true }) }
  close() { this.pc.close() }
}

module.exports = { Student }
