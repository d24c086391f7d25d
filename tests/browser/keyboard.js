// keyboard.js: a lesson without a mouse: in by the class's door, along the task panel, a listing written and published, an order shipped, ready; the teacher's next day, board and wall.
// And what people with other needs rely on: focus that is seen, the skip link, dialogs that keep the focus and give it back, 200 % zoom.
const { numberOf, open, see, shot, step } = require('./house')
const { HALF } = require('./walk')

const NUMBER = '02700101', NAME = '键小戊', PIN = '739205'

/** Is the focus on what is wanted, or in it? */
const on = (wanted) => wanted.evaluateAll((list) => list.some((el) => el === document.activeElement || el.contains(document.activeElement)))
/** Presses Tab until the focus stands there, as a person would who looks at the screen; every stop on the way must be seen. */
async function tabTo(page, wanted, most = 220) {
  await wanted.first().waitFor()
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    if (await on(wanted)) return visibleFocus(page)
  }
  throw new Error(`the focus never comes to ${wanted}`)
}
/** The focus is somewhere, in the window, and can be seen. */
async function visibleFocus(page) {
  const what = await page.evaluate(() => {
    const el = document.activeElement
    if (!el || el === document.body) return 'nothing has the focus'
    const r = el.getBoundingClientRect(), near = [el, el.parentElement, el.nextElementSibling, el.firstElementChild, el.closest('.el-input__wrapper, .el-select__wrapper, .el-textarea, .el-checkbox, .el-radio, .el-radio-button, .el-input-number, .find, .pick, label')].filter(Boolean)
    const marked = near.some((x) => { const s = getComputedStyle(x); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' })
    if (!marked) return `no mark of focus on ${el.outerHTML.slice(0, 160)}`
    return r.bottom < 0 || r.top > innerHeight || r.right < 0 || r.left > innerWidth ? `the focus is outside of the window: ${el.outerHTML.slice(0, 160)}` : ''
  })
  if (what) throw new Error(what)
}
async function press(page, wanted, key = 'Enter') { await tabTo(page, wanted); await page.keyboard.press(key) }
async function type(page, wanted, text) { await tabTo(page, wanted); await page.keyboard.press('Control+A'); await page.keyboard.type(text) }
const button = (at, name) => at.getByRole('button', { name, exact: typeof name === 'string' })
/** Tab goes round in a dialog; Escape closes it and the focus is back where it was. */
async function trapped(page, dialog, opener) {
  for (let i = 0; i < 16; i++) {
    await page.keyboard.press('Tab')
    if (!(await page.evaluate(() => !!document.activeElement.closest('.el-dialog, .el-overlay')))) throw new Error('Tab leaves the dialog')
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  for (let i = 0; i < 40 && !(await on(opener)); i++) await page.waitForTimeout(50)
  if (!(await on(opener))) throw new Error(`the focus does not come back: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`)
}

async function keyboard({ browser, house, teacher }) {
  const ask = async (method, path, body) => (await house.request(teacher, method, path, body)).body
  const id = (await ask('POST', '/classes', { name: '键盘班' })).id
  await ask('POST', `/classes/${id}/roster`, { rows: [{ number: NUMBER, name: NAME }, { number: '02700102', name: '李小丙' }, { number: '02700103', name: '王小甲' }] })
  const market = (await ask('POST', `/classes/${id}/markets`, { name: '键盘市场', world: 'first-harbour.classroom', seed: 'keyboard', settings: { starter: 'first-sale', lesson: 'first-sale', day_seconds: 4, min_gap_s: 0 } })).id
  await ask('POST', `/markets/${market}/seats`)
  await ask('PUT', `/markets/${market}/lesson/stage`, { stage: 'source' })
  await ask('PUT', `/classes/${id}/door`, { open_min: 30 })
  const { code } = await ask('GET', `/classes/${id}/door`)
  const { page, context, complaints } = await open(browser, { reducedMotion: 'reduce' })
  const staff = await open(browser, { reducedMotion: 'reduce' }), board = staff.page
  let store = ''
  const mine = async (table, query = '') => { store = store || (await ask('GET', `/markets/${market}/seats`)).items.find((s) => s.person_name === NAME).store; return house.rows(teacher, market, table, `&store=${store}${query}`) }
  const panel = page.locator('aside.tasks'), dialog = page.locator('.el-dialog:visible')
  /* A step of the panel is opened by its line, and leads to its page. */
  async function task(name) {
    const line = panel.locator('li', { hasText: name })
    if ((await line.locator('button.head').getAttribute('aria-expanded')) !== 'true') await press(page, line.locator('button.head'))
    await press(page, button(line, '带我去'))
  }

  await step('a student writes the class code, finds the name, and sets a PIN', page, async () => {
    await page.goto(`${house.url}/sign-in`)
    await page.locator('#code').waitFor()
    await type(page, page.locator('#code'), code)
    await page.keyboard.press('Enter')
    await page.locator('.names').waitFor()
    await type(page, page.getByLabel('查找名字').or(page.locator('.names-card input')), 'jian')
    await page.keyboard.press('ArrowDown')
    if (!(await on(page.locator('.names button')))) await tabTo(page, page.locator('.names button', { hasText: NAME }))
    await visibleFocus(page)
    await page.keyboard.press('Enter')
    await page.locator('#number').waitFor()
    if (!(await on(page.locator('#number')))) await tabTo(page, page.locator('#number'))
    await page.keyboard.type(NUMBER)
    await tabTo(page, page.locator('#pin'))
    await page.keyboard.type(PIN)
    if (!(await on(page.locator('#pin-again')))) await tabTo(page, page.locator('#pin-again'))
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await page.waitForURL((to) => to.pathname === '/')
    await see(page, '键盘市场')
    await press(page, page.locator('.go a').first())
    await panel.waitFor()
    await shot(page, 'keyboard-in')
  })
  await step('the skip link comes first and leads to the content', page, async () => {
    await page.reload()
    await panel.waitFor()
    await page.keyboard.press('Tab')
    const first = await page.evaluate(() => ({ text: document.activeElement.textContent, seen: document.activeElement.getBoundingClientRect().left >= 0 }))
    if (first.text !== '跳到正文' || !first.seen) throw new Error(`first is ${JSON.stringify(first)}`)
    await page.keyboard.press('Enter')
    if (await page.evaluate(() => document.activeElement.id) !== 'content') throw new Error('the focus is not in the content')
  })
  await step('the task panel leads to the goods; the focus is in the page that came', page, async () => {
    await task('买一个店里没有的货品')
    await see(page, '卖什么能赚钱')
    await page.waitForTimeout(200)
    if (!(await on(page.locator('#content')))) throw new Error(`the focus stays behind: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`)
  })
  await step('goods are found with the table’s keys and bought; the dialog keeps the focus and gives it back', page, async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('托特包')
    await page.waitForTimeout(400)
    await tabTo(page, page.locator('.table .box'))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await see(page, '谁在卖')
    const buy = button(page, '采购').first()
    await press(page, buy)
    await dialog.waitFor()
    await trapped(page, dialog, buy)
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    await press(page, button(dialog, /^付款/))
    await see(page, /采购单已付款/)
  })
  await step('a term is explained on focus, and Escape closes the hint', page, async () => {
    await tabTo(page, page.locator('.term').first())
    await page.locator('#term-tip').waitFor()
    if ((await page.locator('#term-tip').innerText()).length < 20) throw new Error('the hint says nothing')
    await page.keyboard.press('Escape')
    await page.locator('#term-tip').waitFor({ state: 'detached' })
  })
  await step('a listing is written from the supplier’s sheet, priced and published', page, async () => {
    await task('写标题和五点描述')
    await page.locator('#f-title').waitFor()
    await see(page, '填入品名')
    await press(page, button(page, /填入品名/))
    await see(page, '标题现在和供应商品名一样')
    await press(page, page.locator('.fills .note .chip').first())
    for (let i = 0; i < 5; i++) await press(page, page.locator('.chip.line').first())
    await press(page, button(page.locator('#part-texts'), '填入资料'))
    await press(page, button(page.locator('#part-texts'), '填入买家常搜的词'))
    const row = page.locator('table.offers tr', { hasText: '美国' })
    await row.locator('td.num').nth(2).getByText(/\d/).waitFor()
    const median = numberOf(await row.locator('td.num').nth(2).innerText())
    await type(page, row.getByLabel('售价'), (median * 0.9).toFixed(2))
    await see(page, '单件利润')
    await page.waitForTimeout(1500)
    await press(page, button(page, '保存并上架'))
    await see(page, /上架成功|已提交，平台提出/)
    await shot(page, 'keyboard-published')
    if (!(await mine('listing', '&state=active')).some((l) => l.good.includes('tote'))) throw new Error(`no such listing: ${JSON.stringify((await mine('listing')).map((l) => [l.good, l.state]))}`)
  })
  await step('an order that waits is shipped', page, async () => {
    const before = (await mine('order', '&state=paid')).length
    if (!before) throw new Error('no order waits')
    await task('亲手发出一个订单')
    await see(page, /待发货/)
    const ship = page.locator('tbody').getByRole('button', { name: '发货', exact: true }).last()
    await press(page, ship)
    await dialog.locator('tr.pick').first().waitFor()
    await trapped(page, dialog, ship)
    await page.keyboard.press('Enter')
    await dialog.locator('tr.pick').first().waitFor()
    await press(page, dialog.locator('tr.pick input').first(), 'Space')
    await press(page, button(dialog, /支付运费/))
    await see(page, /已交运/)
    if ((await mine('order', '&state=paid')).length !== before - 1) throw new Error('nothing was shipped')
  })
  await step('menus and choices open, are gone through by arrows, and close by Escape', page, async () => {
    const bell = button(page, '消息')
    await press(page, bell)
    await page.locator('.el-popover:visible').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.el-popover:visible').waitFor({ state: 'detached' })
    await press(page, button(page, '帮助'))
    await page.getByRole('menuitem', { name: '术语表' }).or(page.locator('.el-dropdown-menu__item:visible')).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
  })
  await step('the student is ready', page, async () => {
    await press(page, button(page, '准备好了'), 'Space')
    await button(page, '已准备').waitFor()
  })
  await step('the teacher signs in and comes to the board', board, async () => {
    await board.goto(`${house.url}/sign-in`)
    await board.locator('#login').waitFor()
    await type(board, board.locator('#login'), 'teacher')
    await type(board, board.locator('#password'), house.password.teacher)
    await board.keyboard.press('Enter')
    await board.waitForURL((to) => to.pathname === '/school')
    const card = board.locator('article', { hasText: '键盘市场' })
    await press(board, card.getByRole('link', { name: '课堂看板' }))
    await board.locator('.tile', { hasText: NAME }).waitFor()
    await see(board, /已准备 1 \/ 在线 1/)
  })
  await step('tiles are gone through by arrows; a seat opens, keeps the focus, and closes', board, async () => {
    await tabTo(board, board.locator('.tile'))
    await board.keyboard.press('ArrowRight')
    await visibleFocus(board)
    await board.keyboard.press('ArrowLeft')
    await board.keyboard.press('Enter')
    await board.locator('.el-drawer').waitFor()
    for (let i = 0; i < 12; i++) {
      await board.keyboard.press('Tab')
      if (!(await board.evaluate(() => !!document.activeElement.closest('.el-drawer, .el-overlay')))) throw new Error('Tab leaves the panel')
    }
    await board.keyboard.press('Escape')
    await board.locator('.el-drawer').waitFor({ state: 'hidden' })
    for (let i = 0; i < 40 && !(await on(board.locator('.tile'))); i++) await board.waitForTimeout(50)
    if (!(await on(board.locator('.tile')))) throw new Error('the focus does not come back to the tile')
  })
  await step('the teacher plays the next day; the student reads what came of it', board, async () => {
    await press(board, button(board, /下一天/))
    await page.locator('section.strip').waitFor()
    await page.locator('section.strip').waitFor({ state: 'detached' })
    await page.locator('.sum').waitFor()
    await press(page, button(page, '关闭小结'))
    await page.locator('.sum').waitFor({ state: 'detached' })
    await press(page, button(page, '昨日小结'))
    await page.locator('.sum').waitFor()
    if (!(await on(page.locator('.sum')))) throw new Error('the focus is not in the sum')
    await shot(page, 'keyboard-sum')
    await page.keyboard.press('Escape')
    await page.locator('.sum').waitFor({ state: 'detached' })
    if (!(await on(button(page, '昨日小结')))) throw new Error('the focus does not come back')
  })
  await step('the wall opens, and shows the league by a key', board, async () => {
    const [wall] = await Promise.all([staff.context.waitForEvent('page'), press(board, button(board, '投屏'))])
    await see(wall, '什么卖得好')
    await wall.keyboard.press('l')
    await see(wall, '销售收入排行')
    await shot(wall, 'keyboard-wall')
    await wall.close()
  })
  await step('at 200 % zoom the seller’s pages keep the keyboard’s way', page, async () => {
    await page.setViewportSize(HALF)
    await page.goto(`${house.url}/seller/${market}/orders`)
    await see(page, '订单')
    await press(page, page.locator('nav.side a').first())
    await page.waitForURL((to) => to.pathname === `/seller/${market}`)
    await shot(page, 'keyboard-zoomed')
  })
  await step('nothing complained in the console', page, async () => { const all = [...complaints, ...staff.complaints]; if (all.length) throw new Error(all.join('\n')) })
  await context.close()
  await staff.context.close()
}
module.exports = { keyboard }
