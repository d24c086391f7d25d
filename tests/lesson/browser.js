// browser.js: the same student at a real browser: everything by what stands on the screen. What to sell he works out as the others do, with his page's own sign-in.
const { choose, numberOf, open, see, shot, visibleText } = require('../browser/house')
const { Student } = require('./student')

const PATIENCE = 60000
const PAGES = [['', '今天要做什么'], ['/orders', '订单'], ['/listings', '商品'], ['/stock', '哪些货要补'], ['/reviews', '买家怎么评价'], ['/money', '赚了多少，钱在哪里'], ['/sourcing', '卖什么能赚钱']] // with their headings

class BrowserStudent extends Student {
  constructor(n, house, browser, times) {
    super(n, house.port, times)
    Object.assign(this, { house, browser, heard: [] })
  }
  get complaints() { return this.heard.flat() }
  async sit() {
    const one = await open(this.browser)
    one.context.setDefaultTimeout(PATIENCE)
    Object.assign(this, { page: one.page, context: one.context })
    this.heard.push(one.complaints)
  }
  /** Opens a page, and writes down how long it took until it said what it is. */
  async visit(path, heading) {
    const before = performance.now()
    await this.page.goto(this.house.url + path)
    await this.page.locator('h1', { hasText: heading }).first().waitFor()
    this.pc.times.page.push(performance.now() - before)
  }
  get panel() { return this.page.locator('aside.tasks') }
  item(name) { return this.panel.locator('li', { hasText: name }) }
  async openItem(name) {
    const head = this.item(name).locator('button.head')
    if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click()
  }
  ticked(name) { return this.panel.locator('li.done', { hasText: name }).waitFor() }
  async go(name) {
    await this.openItem(name)
    await this.item(name).getByRole('button', { name: '带我去' }).click()
  }
  async submit(name, text) {
    await this.openItem(name)
    await this.item(name).locator('input, textarea').first().fill(text)
    await this.item(name).getByRole('button', { name: '提交' }).click()
    await this.ticked(name)
  }

  /** The page's sign-in serves what is worked out beside the page. */
  async borrow() {
    const cookie = (await this.context.cookies()).find((c) => c.name === 'cohong_session')
    this.pc.cookie = `${cookie.name}=${cookie.value}`
    this.pc.csrf = await this.page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).csrf)
  }
  async claim(code) {
    this.code = code
    await this.sit()
    await this.visit(`/enter/${code}`, '选择你的名字')
    const { page } = this
    await page.locator('.names button', { hasText: this.name }).click()
    await page.fill('#number', this.number)
    await page.fill('#pin', this.pin)
    await page.fill('#pin-again', this.pin)
    await page.getByRole('button', { name: '进入', exact: true }).click()
    await page.waitForURL((to) => to.pathname === '/')
    await page.getByRole('button', { name: '进入卖家中心' }).first().click()
    await this.panel.waitFor()
    await this.borrow()
    await this.find()
    await shot(page, `in-${this.n}`)
  }
  /** The PC is wiped: nothing of the browser is left. The student comes in again by name and PIN. */
  async wiped() {
    await this.context.close()
    await this.sit()
    await this.visit(`/enter/${this.code}`, '选择你的名字')
    await this.page.locator('.names button', { hasText: this.name }).click()
    await this.page.locator('#pin').pressSequentially(this.pin)
    await this.page.waitForURL((to) => to.pathname === '/')
    await this.page.getByRole('button', { name: '进入卖家中心' }).first().click()
    await this.panel.waitFor()
    await this.borrow()
    await shot(this.page, `again-${this.n}`)
  }

  async look() {
    const held = (await this.pc.rows('parcel')).find((p) => Number(p.held) || p.state === 'lost')
    const order = (await this.pc.rows('order')).find((o) => o.parcel === held.id)
    await this.go('找出包裹异常的订单')
    await this.page.getByText(/^运输中/).first().click()
    await see(this.page, String(order.number), PATIENCE)
    await this.submit('找出包裹异常的订单', String(order.number))
  }
  async source() {
    const { good } = await this.choose(), { page } = this
    const { zh } = (await this.pc.question('sourcing.good', { good: good.code, country: this.choice.country })).names
    await this.go('买一个店里没有的货品')
    await see(page, '卖什么能赚钱', PATIENCE)
    await page.locator('.table .filter input').fill(zh)
    await page.locator('tbody tr a', { hasText: zh }).first().click()
    await see(page, '谁在卖', PATIENCE)
    await page.getByRole('button', { name: '采购', exact: true }).first().click()
    const dialog = page.locator('.el-dialog', { hasText: '采购件数' })
    await dialog.locator('input').first().fill(String(this.quantity))
    await dialog.locator('input').first().blur()
    await dialog.getByRole('button', { name: /^付款/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await this.ticked('买一个店里没有的货品')
  }
  async draft() {
    const { page } = this
    await this.go('写标题和五点描述')
    await page.locator('#f-title').waitFor()
    await page.getByRole('button', { name: /填入品名/ }).click()
    const kept = page.waitForResponse((r) => r.url().includes('/drafts/') && r.request().method() === 'PUT' && r.ok() && r.request().postData().includes(this.title))
    await page.locator('.fills .note .chip').first().click()
    this.title = await page.locator('#f-title').inputValue()
    await kept
    await shot(page, `draft-${this.n}`)
  }
  async write() {
    const { page } = this
    await this.go('写标题和五点描述')
    await page.locator('#f-title').waitFor()
    this.kept = (await page.locator('#f-title').inputValue()) === this.title
    for (let i = 0; i < 5; i++) await page.locator('.chip.line').first().click()
    await page.locator('#part-texts').getByRole('button', { name: '填入资料' }).click()
    await page.locator('#part-texts').getByRole('button', { name: '填入买家常搜的词' }).click()
    const price = page.locator('table.offers tr', { hasText: '美国' }).getByLabel('售价')
    await price.fill(this.price.toFixed(2))
    await see(page, '单件利润', PATIENCE)
    await shot(page, `written-${this.n}`)
  }
  async publish() {
    await this.page.getByRole('button', { name: '保存并上架' }).click()
    for (const name of ['写标题和五点描述', '售价高于保本价', '上架']) await this.ticked(name)
    this.own = (await this.lesson()).listing
    await shot(this.page, `published-${this.n}`)
  }
  async glance() {
    const [path, words] = PAGES[(this.n + (this.looks = (this.looks ?? 0) + 1)) % PAGES.length]
    await this.visit(`/seller/${this.pc.market}${path}`, words)
  }
  /** The first by hand on the page; the rest, as the others do. */
  async ship() {
    if (!this.shipped) {
      const { page } = this
      await this.go('亲手发出一个订单')
      await page.locator('tbody tr').getByRole('button', { name: '发货', exact: true }).last().click() // the newest: the oldest may be late by now
      await page.locator('.el-dialog tr.pick').first().click()
      await page.locator('.el-dialog').getByRole('button', { name: /支付运费/ }).click()
      await this.ticked('亲手发出一个订单')
      this.shipped = true
    }
    await super.ship()
  }
  async funnel() {
    await this.go('看漏斗：哪一步流失最多')
    await see(this.page, /最近 \d+ 天卡在哪一步/, PATIENCE)
    await this.page.locator('.funnel .figures strong').first().waitFor()
    const figures = (await this.page.locator('.funnel .figures strong').allInnerTexts()).map(numberOf)
    const names = ['有资格展示', '展示', '被看到', '点击', '成交'], falls = names.map((_, i) => figures[i] - figures[i + 1])
    const it = this.item('看漏斗：哪一步流失最多')
    await choose(this.page, it.locator('.el-select'), new RegExp(`^${names[falls.indexOf(Math.max(...falls))]}$`))
    await it.getByRole('button', { name: '提交' }).click()
    await this.ticked('看漏斗：哪一步流失最多')
  }
  async improve() {
    const { page } = this
    await this.visit(`/seller/${this.pc.market}/listings/${this.own}`, '修改商品')
    const price = page.locator('table.offers tr', { hasText: '美国' }).getByLabel('售价')
    await price.fill((numberOf(await price.inputValue()) * 0.97).toFixed(2))
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await this.ticked('根据数据改一处')
  }
  async reflect() { await this.submit('说说今天的发现', '多数买家没翻到我的商品，我把售价降了 3%，明天再看点击有没有变多。') }
  async ready() { await this.page.getByRole('button', { name: '准备好了' }).click() }
  async text() { return visibleText(this.page) }
  close() { super.close(); return this.context?.close().catch(() => {}) }
}

module.exports = { BrowserStudent }
