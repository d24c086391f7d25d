// day.js: three business days with a teacher and two students: ready, played on every screen, summed up, and a pause in between.
const { enter, open, shot, step } = require('./house')

async function day({ browser, house, teacher, market }) {
  const set = (body) => house.request(teacher, 'PUT', `/markets/${market}/settings`, body)
  const state = async () => (await house.request(teacher, 'GET', `/markets/${market}`)).body
  await set({ clock_by: 'teacher', min_gap_s: 600, day_seconds: 8, plan_days: 12 })
  const [T, A, B] = [await open(browser), await open(browser), await open(browser)]
  await enter(T.page, house, 'teacher')
  await enter(A.page, house, 'student1')
  await enter(B.page, house, 'student2')
  await T.page.goto(`${house.url}/school/markets/${market}`)
  await A.page.goto(`${house.url}/seller/${market}`)
  await B.page.goto(`${house.url}/mall/${market}`)
  const first = (await state()).clock.day
  await step('a day: a student says he is ready, the teacher sees it', T.page, async () => {
    await A.page.getByRole('button', { name: '准备好了' }).click()
    await A.page.getByRole('button', { name: '已准备' }).waitFor()
    await T.page.getByText(/已准备 1 \/ 在线/).waitFor()
  })
  await step('a day plays on every screen, and readiness is forgotten', T.page, async () => {
    await T.page.getByRole('button', { name: /下一天|继续这一天/ }).click()
    await Promise.all([A, B, T].map(({ page }) => page.locator('section.strip').waitFor()))
    await shot(A.page, 'day-plays')
    for (const { page } of [A, B, T]) await page.locator('section.strip').waitFor({ state: 'detached' })
    await A.page.getByRole('button', { name: '准备好了' }).waitFor()
    const { clock } = await state()
    if (clock.mode !== 'paused' || !clock.now.endsWith('T01:00:00Z') || clock.day !== first + 1) throw new Error(JSON.stringify(clock))
  })
  await step('the next one waits for the pause, which the teacher may skip after being asked', T.page, async () => {
    await T.page.getByRole('button', { name: /后可以开始/ }).waitFor()
    await shot(T.page, 'day-gap')
    await T.page.getByRole('button', { name: '现在就开始' }).click()
    await T.page.getByRole('button', { name: new RegExp(`开始第 ${first + 1} 天`) }).click()
    await A.page.locator('section.strip').waitFor()
    await A.page.locator('section.strip').waitFor({ state: 'detached' })
    if ((await state()).clock.day !== first + 2) throw new Error('the day was not played')
  })
  await step('when all who are there are ready, the day starts by itself', T.page, async () => {
    await set({ clock_by: 'ready', ready_percent: 100, min_gap_s: 0 })
    await B.page.goto(`${house.url}/seller/${market}`) // where one says that one is ready
    for (const { page } of [A, B]) await page.getByRole('button', { name: '准备好了' }).click()
    await Promise.all([A, B, T].map(({ page }) => page.locator('section.strip').waitFor()))
    await B.page.locator('section.strip').waitFor({ state: 'detached' })
    if ((await state()).clock.day !== first + 3) throw new Error('the day was not played')
  })
  await step('a store sees what came of it, by keyboard too', A.page, async () => {
    if (!(await A.page.evaluate(async (id) => (await (await fetch(`/api/v1/markets/${id}`)).json()).store, market))) return // no store of one's own: there is nothing to sum up
    await A.page.locator('.sum').waitFor()
    await shot(A.page, 'day-summary')
    await A.page.getByRole('button', { name: '关闭小结' }).press('Enter')
    await A.page.locator('.sum').waitFor({ state: 'detached' })
    await A.page.getByRole('button', { name: '昨日小结' }).press('Enter')
    await A.page.locator('.sum').waitFor()
  })
  await set({ clock_by: 'teacher' })
  await step('who waits on the first page sees that a day has passed', B.page, async () => {
    await B.page.goto(`${house.url}/`)
    const line = B.page.locator('article.market', { has: B.page.locator(`a[href="/seller/${market}"]`) }).locator('.muted').nth(1)
    const before = await line.innerText()
    if (!before.includes('09:00')) throw new Error(before)
    await house.request(teacher, 'PUT', `/markets/${market}/clock`, { mode: 'day', force: true })
    const over = Date.now() + 60000
    let now = before
    while (now === before || !now.includes('已暂停')) {
      if (Date.now() > over) throw new Error(`still “${now}”`)
      await B.page.waitForTimeout(200)
      now = await line.innerText()
    }
  })
  await set({ clock_by: 'teacher', min_gap_s: 180, day_seconds: 20, plan_days: 0 })
  for (const one of [T, A, B]) {
    await step('a day: nothing complained in the console', one.page, async () => { if (one.complaints.length) throw new Error(one.complaints.join('\n')) })
    await one.context.close()
  }
}
module.exports = { day }
