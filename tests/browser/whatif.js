// whatif.js: a student of a prepared store asks what another price would have brought, directly and in total; loads the page again; cancels; is told when it is switched off; in Chinese, then in English; then the teacher in that store.
const { choose, enter, open, see, shot, step } = require('./house')

async function whatif({ browser, house, teacher }) {
  const LONG = 240000
  let of = '' // the class of student1: other parts make classes, too
  for (const c of (await house.request(teacher, 'GET', '/classes')).body.items)
    if ((await house.request(teacher, 'GET', `/classes/${c.id}/members`)).body.items.some((m) => m.login === 'student1')) of = c.id
  const market = (await house.request(teacher, 'POST', `/classes/${of}/markets`, { name: '假如练习', world: 'first-harbour.classroom', seed: 'whatif', settings: { starter: 'first-sale' } }, 'whatif-market')).body.id
  await house.request(teacher, 'POST', `/markets/${market}/seats`)
  const student = await house.signIn('student1')
  const { page, context, complaints } = await open(browser)
  await enter(page, house, 'student1')
  const home = `${house.url}/seller/${market}`, go = () => page.locator('form.card button[type=submit]').last().click()
  const jobs = async () => (await house.request(student, 'GET', `/markets/${market}/what-ifs`)).body.items

  await step('what if: before an hour has passed the page says so', page, async () => {
    await page.goto(`${home}/what-if`)
    await see(page, '还没有可以回看的时间')
  })
  await house.advance(teacher, market, 30)

  await step('what if: a price of another day; both lines, the listings and what was typed; the page may be loaded again', page, async () => {
    await page.goto(`${home}/what-if`)
    await see(page, '结果会显示在这里')
    await go()
    await see(page, '请先填写要改变的内容。')
    const offer = (await house.rows(student, market, 'offer')).find((o) => o.state === 'active')
    await page.goto(`${home}/what-if?kind=price&of=${offer.listing}/${offer.country}`)
    await see(page, /现在/)
    await page.locator('.change input[inputmode=decimal]').fill(String((Number(offer.price.amount) * 0.6).toFixed(2)))
    await shot(page, 'whatif-form')
    await go()
    await page.waitForURL(/job=/)
    await page.locator('table.figures').waitFor({ timeout: LONG })
    await shot(page, 'whatif-direct')
    const [job] = await jobs(), full = (await house.request(student, 'GET', `/markets/${market}/what-ifs/${job.id}`)).body
    const cells = (await page.locator('table.figures tbody tr').allInnerTexts()).map((x) => x.split('\t')[1])
    const { real, other } = full.result.total
    if (Number(cells[0]) !== real.orders || Number(cells[1]) !== other.orders) throw new Error(`${cells} ${JSON.stringify(full.result.total)}`)
    if (other.expected_orders <= real.expected_orders) throw new Error(`${real.expected_orders} ${other.expected_orders}`) // orders themselves may be the same by luck
    await see(page, '按买家搜索词')
    await page.reload()
    await page.locator('table.figures').waitFor()
  })

  await step('what if: the total effect says what can be told apart from luck, and how long it takes beforehand', page, async () => {
    await page.locator('label.how').nth(1).click()
    await page.locator('label.how').nth(1).getByText('约需').waitFor()
    const offer = (await house.rows(student, market, 'offer')).find((o) => o.state === 'active')
    await page.goto(`${home}/what-if?kind=price&of=${offer.listing}/${offer.country}`)
    await choose(page, page.locator('form.card .el-select').nth(0), '9 月 2 日')
    await page.locator('label.how').nth(1).click()
    await page.locator('.change input[inputmode=decimal]').fill(String((Number(offer.price.amount) * 0.6).toFixed(2)))
    await go()
    await see(page, /正在重演|个在排队/)
    await shot(page, 'whatif-running')
    await page.getByRole('button', { name: '取消' }).click()
    await page.getByText('已取消').or(page.getByText('这次结果已不在服务器上')).first().waitFor()
    await go()
    await page.locator('table.figures').waitFor({ timeout: LONG })
    await see(page, '换一种运气，还会这样吗')
    await shot(page, 'whatif-total')
  })

  await step('what if: in English', page, async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await see(page, 'Would it be so with other luck?')
    await shot(page, 'whatif-en')
  })

  await step('what if: switched off it is not offered, and says why', page, async () => {
    await house.request(teacher, 'PUT', `/markets/${market}/settings`, { whatif: false })
    await see(page, 'The teacher has switched what-ifs off in this market')
    await page.reload()
    await see(page, 'The teacher has switched what-ifs off in this market')
    await shot(page, 'whatif-off')
    if (complaints.length) throw new Error(complaints.join('\n'))
  })
  await context.close()

  await step('what if: the teacher asks for the store that he looks at', page, async () => {
    const T = await open(browser)
    await enter(T.page, house, 'teacher')
    const store = (await house.rows(teacher, market, 'store')).find((s) => s.kind === 'seat')
    await T.page.goto(`${home}/what-if`)
    await T.page.getByRole('main').getByRole('button', { name: store.name, exact: true }).click()
    await T.page.locator('form.card').first().waitFor()
    await choose(T.page, T.page.locator('.change .el-select').nth(1), /./)
    await T.page.locator('.change input[inputmode=decimal]').fill('12')
    await T.page.locator('form.card button[type=submit]').last().click()
    await T.page.getByText('看不出差别').or(T.page.locator('table.figures')).first().waitFor({ timeout: LONG })
    await shot(T.page, 'whatif-teacher')
    await T.context.close()
  })
}
module.exports = { whatif }
