// journey.js: one student, from registration to profit, in Chinese, by what stands on the screen.
const { enter, numberOf, open, papers, see, shot, step, visibleText } = require('./house')

/** Fills the registration form as a careful person does. */
async function register(page, name, n, countries) {
  await page.getByLabel('店铺名称').fill(name)
  for (const c of countries) await page.locator('.place', { hasText: c }).locator('.el-checkbox').click()
  const p = papers(n)
  await page.getByLabel('营业执照名称').fill(p.legal_name)
  await page.getByLabel('统一社会信用代码').fill(p.licence)
  await page.getByLabel('纳税人识别号').fill(p.tax_id)
  await page.getByLabel('业务邮箱').fill(p.contact)
  await page.getByLabel('收款账号').fill(p.bank_account)
  await page.getByLabel('账户户名').fill(p.bank_holder)
}

/** Buys the smallest lot of the goods that are open on the screen, times a factor. */
async function buy(page, times) {
  await page.getByRole('button', { name: '采购', exact: true }).first().click()
  const dialog = page.locator('.el-dialog', { hasText: '采购件数' })
  const moq = numberOf((await dialog.getByText(/起订量 \d+ 件/).first().innerText()).match(/起订量 (\d+) 件/)[1])
  await dialog.locator('input').first().fill(String(moq * times))
  await dialog.locator('input').first().blur()
  await dialog.getByRole('button', { name: /^付款/ }).click()
  await dialog.waitFor({ state: 'hidden' })
  return moq * times
}

/** What the supplier's sheet on the screen says in English. */
async function sheetOf(page) {
  const sheet = page.locator('.sheet').first()
  await sheet.waitFor()
  return sheet.evaluate((el) => ({
    name: el.querySelector('tr td:nth-child(2) div').innerText.trim(),
    values: [...el.querySelectorAll('table tr')].slice(1).map((tr) => tr.querySelector('td:nth-child(2) div')?.innerText.trim()).filter(Boolean),
    lines: [...el.querySelectorAll('li .muted')].map((x) => x.innerText.trim()),
  }))
}

/** Writes the open listing out of the sheet and gives it the market's price. */
async function write(page, sheet, searches) {
  const feature = sheet.values.filter((v) => !sheet.name.toLowerCase().includes(v.toLowerCase())).slice(0, 3).join(', ')
  await page.locator('#f-title').fill(`${sheet.name}${feature ? `, ${feature}` : ''}`)
  const bullets = page.locator('.bullet textarea')
  for (let i = 0; i < Math.min(5, sheet.lines.length); i++) await bullets.nth(i).fill(sheet.lines[i])
  await page.locator('#f-description').fill(sheet.lines.join(' '))
  await page.locator('#f-terms').fill(searches.join(' ').slice(0, 180))
}

async function journey(browser, house, teacher, market, student) {
  const { page, complaints, context } = await open(browser)
  const pass = (hours) => house.advance(teacher, market, hours)
  let sheet = null, searches = [], channel = ''

  await step('a student signs in and finds the market', page, async () => {
    await enter(page, house, student.login)
    await see(page, '初航港')
    await page.getByRole('button', { name: '进入卖家中心' }).first().click()
    await see(page, '从开店到发出第一单')
    await shot(page, 'first-day')
  })
  await step('the first step leads to the registration, which is filled in and sent', page, async () => {
    await page.getByRole('button', { name: '去入驻' }).first().click()
    await register(page, '试航小店', 11, ['美国', '德国'])
    await shot(page, 'registration')
    await page.getByRole('button', { name: '提交申请' }).click()
    await see(page, /审核/)
    await shot(page, 'applied')
  })
  await step('a day or so later the store is open, without a reload', page, async () => {
    await pass(40)
    await see(page, '营业中')
  })
  await step('goods are compared by what they leave, and one is opened', page, async () => {
    await page.getByRole('link', { name: '选品采购' }).click()
    await see(page, '卖什么能赚钱')
    await page.locator('.table .filter input').fill('托特包')
    await shot(page, 'sourcing')
    await page.locator('tbody tr a', { hasText: '加厚帆布托特包' }).first().click()
    await see(page, '谁在卖')
    await see(page, /保本价/)
    sheet = await sheetOf(page)
    searches = await page.locator('section.card', { hasText: '买家怎么搜' }).locator('table').last().locator('td:first-child').evaluateAll((list) => list.map((td) => td.firstChild.textContent.trim()))
    if (!sheet.name || !sheet.lines.length || !searches.length) throw new Error(`the sheet is empty: ${JSON.stringify({ sheet, searches })}`)
    await shot(page, 'good')
  })
  await step('a small lot is bought and paid', page, async () => {
    await buy(page, 9) // enough that some buyer surely writes a review
    await see(page, /采购单已付款/)
    await page.getByRole('link', { name: '采购单', exact: true }).click()
    await see(page, '生产在途')
    await shot(page, 'purchases')
  })
  await step('while the goods are made the listing is written from the sheet and priced from the plan', page, async () => {
    await page.getByRole('link', { name: '商品', exact: true }).click()
    await page.getByRole('button', { name: '新建商品' }).first().click()
    await page.locator('button.pick').first().click()
    await see(page, '售价与配送')
    await write(page, sheet, searches)
    const row = page.locator('table.offers tr', { hasText: '美国' })
    await row.locator('td.num').nth(2).getByText(/\d/).waitFor()
    const median = numberOf(await row.locator('td.num').nth(2).innerText())
    await row.getByLabel('售价').fill((median * 0.9).toFixed(2))
    await see(page, '单件利润')
    let profit = 0
    for (let i = 0; i < 30 && !(profit > 0); i++) { // the plan follows the price a moment later
      await page.waitForTimeout(200)
      profit = numberOf((await page.locator('.below').innerText()).match(/单件利润[\s\S]*?([−-]?[\d.,]+)/)[1])
    }
    if (!(profit > 0)) throw new Error(`the plan shows no profit: ${profit}`)
    await see(page, '可以上架')
    await shot(page, 'editor')
  })
  await step('it is published, and the page says so', page, async () => {
    await page.getByRole('button', { name: '保存并上架' }).click()
    await see(page, /上架成功|已提交，平台提出/)
    await see(page, '在售')
    await shot(page, 'published')
  })
  await step('days pass until seven orders are there; the navigation counts them', page, async () => {
    for (let day = 0; day < 30; day++) {
      const orders = await house.rows(student, market, 'order', '&state=paid')
      if (orders.length >= 7) break
      await pass(orders.length ? 12 : 24)
    }
    await page.getByRole('link', { name: /^订单/ }).click()
    await see(page, /待发货 \d+/)
    const waiting = numberOf((await visibleText(page)).match(/待发货 ?(\d+)/)[1])
    if (waiting < 7) throw new Error(`${waiting} orders only`)
    await shot(page, 'orders')
  })
  await step('one order is opened and shipped by hand: channel, cost, then the act', page, async () => {
    await page.locator('tbody tr a', { hasText: '#' }).first().click()
    await see(page, /请在.*前发货|已超过最晚发货/)
    await page.getByRole('button', { name: '发货', exact: true }).click()
    channel = (await page.locator('.el-dialog tr.pick').first().locator('td').nth(1).innerText()).split('\n')[0].trim()
    await page.locator('.el-dialog tr.pick').first().click()
    await shot(page, 'ship')
    await page.locator('.el-dialog').getByRole('button', { name: /支付运费 .* 并交运/ }).click()
    await see(page, '运输中')
    await shot(page, 'order-shipped')
  })
  await step('rules stay locked until five are shipped by hand, then one is made', page, async () => {
    await page.getByRole('link', { name: '发货规则' }).first().click()
    await see(page, '还需手工发货 4 单')
    await page.getByRole('link', { name: /^订单/ }).click()
    for (let i = 0; i < 4; i++) {
      await page.locator('tbody tr').getByRole('button', { name: '发货', exact: true }).first().click()
      await page.locator('.el-dialog tr.pick').first().click()
      await page.locator('.el-dialog').getByRole('button', { name: /支付运费/ }).click()
      await page.locator('.el-dialog').waitFor({ state: 'hidden' })
      await page.waitForTimeout(1200)
    }
    await page.getByRole('link', { name: '发货规则' }).first().click()
    await page.getByRole('button', { name: '新建规则' }).first().click()
    await page.locator('.el-dialog .el-select').nth(1).click()
    await see(page, /可寄 1\/1 种/)
    await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: channel }).first().click()
    await shot(page, 'rule')
    await page.locator('.el-dialog').getByRole('button', { name: '保存' }).click()
    await see(page, '规则已保存')
    await page.locator('tbody tr', { hasText: channel }).first().waitFor({ timeout: 3000 })
    await shot(page, 'rules')
  })
  await step('the others are shipped together', page, async () => {
    await page.getByRole('link', { name: /^订单/ }).click()
    await see(page, '最晚发货')
    await page.locator('thead .el-checkbox').first().click()
    await page.getByRole('button', { name: /批量发货/ }).click()
    await page.locator('.el-dialog tr.pick').first().click()
    await shot(page, 'bulk')
    await page.locator('.el-dialog').getByRole('button', { name: /支付运费/ }).click()
    await page.locator('.el-dialog').waitFor({ state: 'hidden' })
  })
  await step('a rule ships new orders by itself; parcels arrive, buyers review', page, async () => {
    for (let week = 0, reviews = 0; week < 5 || !reviews; week++) {
      if (week === 40) throw new Error(`${(await house.rows(student, market, 'order')).length} orders in forty weeks, and no review`)
      await pass(24 * 7)
      reviews = (await house.rows(student, market, 'review')).length
    }
    // a parcel of several pieces may be too heavy for the rule's channel, and waits
    const all = (await house.rows(student, market, 'order')).length, waiting = (await house.rows(student, market, 'order', '&state=paid')).length
    if (waiting > 2 + all / 3) throw new Error(`the rule ships nothing: ${waiting} of ${all} orders wait`)
    await page.getByRole('button', { name: /已妥投/ }).click()
    await page.locator('tbody tr a', { hasText: '#' }).first().click()
    await see(page, '这一单赚了多少')
    await see(page, '这一单的利润')
    await shot(page, 'delivered')
    await page.getByRole('link', { name: '评价' }).click()
    await see(page, /\d+ 条/)
    await shot(page, 'reviews')
  })
  await step('a review is answered', page, async () => {
    await page.getByRole('button', { name: '回复', exact: true }).first().click()
    await page.locator('textarea').first().fill('Thank you for your review. We are happy to help with any question.')
    await page.getByRole('button', { name: '发布回复' }).first().click()
    await see(page, '您的回复：')
  })
  await step('a settlement was paid, the ledger balances, and the result shows a profit', page, async () => {
    await page.getByRole('link', { name: '资金' }).click()
    await see(page, '净利润')
    const row = page.locator('tr', { hasText: '净利润' }).first()
    await shot(page, 'money')
    const profit = numberOf((await row.innerText()).split('\t').pop())
    if (!(profit > 0)) throw new Error(`the profit is ${profit}`)
    await page.getByText('结算', { exact: true }).first().click()
    await see(page, '已打款')
    await shot(page, 'settlements')
    await page.getByText('账本', { exact: true }).first().click()
    await see(page, '凭证号')
    await shot(page, 'ledger')
  })
  await step('“why” has a funnel with figures from pages down to orders', page, async () => {
    await page.getByRole('link', { name: '商品', exact: true }).click()
    await page.locator('tbody tr').first().getByRole('link', { name: /为什么/ }).first().click()
    await see(page, /最近 \d+ 天卡在哪一步/)
    await page.locator('label', { hasText: '30 天' }).click()
    await page.waitForTimeout(1500)
    const figures = await page.locator('.funnel .figures strong').allInnerTexts()
    const n = figures.map(numberOf)
    if (n.length !== 6 || !(n[0] >= n[1] && n[1] >= n[2] && n[2] >= n[4] && n[5] > 0)) throw new Error(`the funnel: ${figures}`)
    await shot(page, 'why')
  })
  await step('the first page has orders, money and news', page, async () => {
    await page.getByRole('link', { name: '今日工作' }).click()
    await see(page, '可用资金')
    await page.waitForTimeout(1500)
    await shot(page, 'dashboard')
  })
  await step('nothing complained in the console', page, async () => { if (complaints.length) throw new Error(complaints.join('\n')) })
  await context.close()
}
module.exports = { buy, journey, register, sheetOf, write }
