// lesson.js: the guided lesson in a browser: a student goes from step to step by the task panel, by what stands on the screen, and gets the points; the teacher follows.
const { choose, enter, numberOf, open, papers, see, shot, step } = require('./house')

const SLUG = 'first-sale'

async function lesson({ browser, house, teacher }) {
  const classes = (await house.request(teacher, 'GET', '/classes')).body.items
  const pack = (await house.request(teacher, 'GET', `/lessons/${SLUG}`)).body
  const worlds = (await house.request(teacher, 'GET', '/worlds')).body.items
  const profile = worlds.some((w) => w.slug === pack.world)
  let market = '', good = ''
  const pass = (hours) => house.advance(teacher, market, hours)

  /* ---- the teacher opens a market out of the guide ---- */
  const staff = await open(browser)
  await step('the guide of the lesson is whole, with plan, steps and answers', staff.page, async () => {
    await enter(staff.page, house, 'teacher')
    await staff.page.goto(`${house.url}/school/lessons`)
    await see(staff.page, '第一单')
    await shot(staff.page, 'lessons')
    await staff.page.getByRole('button', { name: '看教案' }).first().click()
    for (const words of ['教学目标', '课堂流程', '学生的步骤与评分', '常见错误与应对', '收束问题', '第 18 分钟按“下一天”']) await see(staff.page, words)
    await staff.page.waitForTimeout(300)
    await shot(staff.page, 'guide')
  })
  await step('a market for the class is opened by one button', staff.page, async () => {
    await staff.page.getByRole('button', { name: '用这节课开市场' }).click()
    await see(staff.page, '每位学生得到一家备好的店铺')
    await shot(staff.page, 'lesson-market')
    await staff.page.locator('.el-dialog').getByRole('button', { name: '开设市场' }).click()
    await staff.page.waitForURL(/\/school\/markets\/[0-9a-z]+$/)
    market = staff.page.url().split('/').pop()
    await see(staff.page, '开始上课')
    await shot(staff.page, 'stage-before')
  })
  await step('the lesson begins: stage, words to say, minutes', staff.page, async () => {
    await staff.page.getByRole('button', { name: '开始上课' }).click()
    await see(staff.page, '可以这样说')
    await staff.page.getByRole('button', { name: /^下一环节：进入/ }).click()
    await see(staff.page, '进入：认识自己的店')
    await see(staff.page, /本环节还有 \d+ 分钟/)
    await staff.page.waitForTimeout(500)
    await shot(staff.page, 'stage')
  })

  /* ---- the student ---- */
  const student = await house.signIn('student1')
  await house.request(student, 'GET', `/markets/${market}`)
  const before = (await house.request(student, 'GET', `/markets/${market}`)).body
  if (!before.store) { // a world without prepared stores
    const countries = ['US']
    await house.act(student, market, 'store.register', { name: '第一课小店', form: 'company', countries, ...papers(41) })
    await pass(48)
  }
  const { page, complaints, context } = await open(browser)
  const panel = page.locator('aside.tasks')
  const item = (name) => panel.locator('li', { hasText: name })
  const openItem = async (name) => { const head = item(name).locator('button.head'); if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click() }
  const ticked = async (name) => { await panel.locator('li.done', { hasText: name }).waitFor({ timeout: 20000 }) }
  const go = async (name) => { await openItem(name); await item(name).getByRole('button', { name: '带我去' }).click() }

  await step('the task panel stands beside the work, with the stage and ten steps', page, async () => {
    await enter(page, house, 'student1')
    await page.goto(`${house.url}/seller/${market}`)
    await panel.waitFor()
    await see(page, /现在：进入/)
    await see(page, '0 / 100 分')
    if ((await panel.locator('ol > li').count()) !== 10) throw new Error('not ten steps')
    const box = await panel.boundingBox(), main = await page.locator('main .inner').boundingBox()
    if (main.x + main.width > box.x + 1) throw new Error('the panel covers the page')
    await page.waitForTimeout(600)
    await shot(page, 'tasks')
  })
  await step('it folds away and comes back, and remembers that', page, async () => {
    await panel.getByRole('button', { name: '收起任务' }).click()
    await page.reload()
    await panel.getByRole('button', { name: '展开任务' }).waitFor()
    await page.waitForTimeout(600)
    await shot(page, 'tasks-folded')
    await panel.getByRole('button', { name: '展开任务' }).click()
    await see(page, '0 / 100 分')
  })
  let points = 0
  if (profile) {
    await step('the parcel exception is found and named', page, async () => {
      const held = (await house.rows(student, market, 'parcel')).find((p) => Number(p.held) || p.state === 'lost')
      const order = (await house.rows(student, market, 'order')).find((o) => o.parcel === held.id)
      await openItem('找出包裹异常的订单')
      await item('找出包裹异常的订单').locator('input').fill('1')
      await item('找出包裹异常的订单').getByRole('button', { name: '提交' }).click()
      await see(page, '与店铺数据不符')
      await go('找出包裹异常的订单')
      await see(page, '待发货')
      await shot(page, 'step-look')
      await item('找出包裹异常的订单').locator('input').fill(String(order.number))
      await item('找出包裹异常的订单').getByRole('button', { name: '提交' }).click()
      await ticked('找出包裹异常的订单')
      points += 5
    })
  }
  await step('goods are bought; the step ticks itself off', page, async () => {
    await go('买一个店里没有的货品')
    await see(page, '卖什么能赚钱')
    await page.locator('.table .filter input').fill('托特包')
    await page.locator('tbody tr a', { hasText: '加厚帆布托特包' }).first().click()
    await see(page, '谁在卖')
    await page.getByRole('button', { name: '采购', exact: true }).first().click()
    const dialog = page.locator('.el-dialog', { hasText: '采购件数' })
    const moq = numberOf((await dialog.getByText(/起订量 \d+ 件/).first().innerText()).match(/起订量 (\d+) 件/)[1])
    await dialog.locator('input').first().fill(String(moq * 3))
    await dialog.locator('input').first().blur()
    await dialog.getByRole('button', { name: /^付款/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await ticked('买一个店里没有的货品')
    points += 10
    await see(page, `${points} / 100 分`)
    good = page.url().split('/').pop().split('?')[0]
    await shot(page, 'step-source')
  })
  await step('the way leads to the texts of a new listing, which are filled in from the sheet', page, async () => {
    await go('写标题和五点描述')
    await page.locator('#f-title').waitFor()
    await see(page, '填入品名')
    await page.waitForTimeout(1200)
    await shot(page, 'editor-empty')
    await page.getByRole('button', { name: /填入品名/ }).click()
    await see(page, '标题现在和供应商品名一样')
    await shot(page, 'editor-title')
    await page.locator('.fills .note .chip').first().click()
    for (let i = 0; i < 5; i++) await page.locator('.chip.line').first().click()
    await page.locator('#part-texts').getByRole('button', { name: '填入资料' }).click()
    await page.locator('#part-texts').getByRole('button', { name: '填入买家常搜的词' }).click()
    const title = await page.locator('#f-title').inputValue()
    if (!title || (await page.locator('.chip').count())) throw new Error(`the title is ${title}`)
    await page.locator('#f-title').scrollIntoViewIfNeeded()
    await page.waitForTimeout(900)
    await shot(page, 'editor-filled')
  })
  await step('priced above break-even, and published', page, async () => {
    const row = page.locator('table.offers tr', { hasText: '美国' })
    await row.locator('td.num').nth(2).getByText(/\d/).waitFor()
    const median = numberOf(await row.locator('td.num').nth(2).innerText())
    await row.getByLabel('售价').fill((median * 0.9).toFixed(2))
    await see(page, '单件利润')
    await page.waitForTimeout(1500)
    await page.locator('#part-offers').scrollIntoViewIfNeeded()
    await shot(page, 'editor-price')
    await page.getByRole('button', { name: '保存并上架' }).click()
    for (const name of ['写标题和五点描述', '售价高于保本价', '上架']) await ticked(name)
    points += 40
    await see(page, `${points} / 100 分`)
    await page.waitForTimeout(500)
    await shot(page, 'published')
  })
  await step('the first order comes, and is shipped by hand', page, async () => {
    for (let day = 0; day < 30; day++) {
      const own = (await house.rows(student, market, 'order')).some((o) => o.good === good)
      if (own) break
      await pass(24)
    }
    await ticked('新商品的第一单')
    await go('亲手发出一个订单')
    await page.locator('tbody tr').getByRole('button', { name: '发货', exact: true }).last().click() // the newest: the oldest may be late by now
    await page.locator('.el-dialog tr.pick').first().click()
    await shot(page, 'step-ship')
    await page.locator('.el-dialog').getByRole('button', { name: /支付运费/ }).click()
    await ticked('亲手发出一个订单')
    points += 20
    await see(page, `${points} / 100 分`)
  })
  await step('the funnel is read on its page; a wrong answer is told kindly', page, async () => {
    await go('看漏斗：哪一步流失最多')
    await see(page, /最近 \d+ 天卡在哪一步/)
    const figures = (await page.locator('.funnel .figures strong').allInnerTexts()).map(numberOf)
    const names = ['有资格展示', '展示', '被看到', '点击', '成交'], falls = names.map((_, i) => figures[i] - figures[i + 1])
    const worst = falls.indexOf(Math.max(...falls))
    await shot(page, 'step-funnel')
    const it = item('看漏斗：哪一步流失最多')
    await choose(page, it.locator('.el-select'), new RegExp(`^${names[(worst + 1) % 5]}$`))
    await it.getByRole('button', { name: '提交' }).click()
    await see(page, '与店铺数据不符')
    await shot(page, 'step-funnel-wrong')
    await choose(page, it.locator('.el-select'), new RegExp(`^${names[worst]}$`))
    await it.getByRole('button', { name: '提交' }).click()
    await ticked('看漏斗：哪一步流失最多')
    points += 10
  })
  await step('one thing is changed by it, and the finding written down', page, async () => {
    await page.waitForTimeout(1100) // the server keeps moments in seconds
    await go('根据数据改一处')
    await see(page, '可以做什么')
    await page.getByRole('link', { name: '编辑' }).first().click()
    const price = page.locator('table.offers tr', { hasText: '美国' }).getByLabel('售价')
    await price.waitFor()
    await price.fill((numberOf(await price.inputValue()) * 0.97).toFixed(2))
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await ticked('根据数据改一处')
    await openItem('说说今天的发现')
    await item('说说今天的发现').locator('textarea').fill('多数买家没翻到我的商品，我把售价降了 3%，明天再看点击有没有变多。')
    await item('说说今天的发现').getByRole('button', { name: '提交' }).click()
    await ticked('说说今天的发现')
    points += 15
    await see(page, `${points} / 100 分`)
    await page.waitForTimeout(500)
    await shot(page, 'tasks-done')
  })
  await step('the teacher sees the points, with what shows them, and the student’s words', staff.page, async () => {
    await staff.page.getByRole('button', { name: /^下一环节：选品采购/ }).click()
    await see(staff.page, /已完成 1 \/ \d+ 人/)
    await staff.page.getByRole('button', { name: '全班进度' }).click()
    const line = staff.page.locator('.el-dialog tr', { hasText: String(points) }).first()
    await line.waitFor()
    await staff.page.waitForTimeout(400)
    await shot(staff.page, 'class')
    await line.locator('button.cell').last().click()
    await see(staff.page, '多数买家没翻到我的商品')
    await shot(staff.page, 'class-answer')
  })
  await step('in English, on the same screens', page, async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await see(page, 'The first sale')
    await page.goto(`${house.url}/seller/${market}/listings/new?good=${good}`)
    await see(page, 'The first sale')
    await page.waitForTimeout(1500)
    await shot(page, 'tasks-en')
    if (/\p{Script=Han}/u.test((await panel.innerText()).replace(/多数买家.*多。/, ''))) throw new Error(`Chinese in the English panel: ${await panel.innerText()}`)
    await staff.page.keyboard.press('Escape')
    await staff.page.goto(`${house.url}/school/markets/${market}`)
    await staff.page.locator('.feed').getByText(/订单 #\d+/).first().waitFor()
    await staff.page.getByRole('button', { name: 'English' }).click()
    await staff.page.locator('.feed').getByText(/订单 #\d+/).first().waitFor({ state: 'detached' })
    await staff.page.locator('.feed').getByText(/[Oo]rder #\d+/).first().waitFor()
    await pass(24) // what happens from now on comes in English, too
    await staff.page.waitForTimeout(500)
    if (/订单/.test(await staff.page.locator('.feed').innerText())) throw new Error('Chinese among the English news')
    await staff.page.goto(`${house.url}/school/lessons/${SLUG}`)
    await see(staff.page, 'What students learn')
    await staff.page.goto(`${house.url}/school/lessons/${SLUG}`)
    await see(staff.page, 'Common mistakes, and what to say')
    await staff.page.waitForTimeout(300)
    await shot(staff.page, 'guide-en')
    await staff.page.goto(`${house.url}/school/markets/${market}`)
    await see(staff.page, 'Sourcing')
    await shot(staff.page, 'stage-en')
  })
  await step('nothing complained in the console', page, async () => { const all = [...complaints, ...staff.complaints]; if (all.length) throw new Error(all.join('\n')) })
  await context.close()
  await staff.context.close()
}
module.exports = { lesson }
