// board.js: a lesson as its teacher sees it: the board while students act, hands, a look into a store, the wall without names, the end and its report.
const { execFileSync } = require('node:child_process')
const { join } = require('node:path')
const { enter, open, papers, see, shot, step, visibleText } = require('./house')

async function board({ browser, house, teacher, market }) {
  const staff = await open(browser), ann = await open(browser)
  const page = staff.page, mine = ann.page
  const student = await house.signIn('student4')
  const other = await house.signIn('student5')
  const names = (await house.request(teacher, 'GET', `/markets/${market}/seats`)).body.items.map((s) => s.person_name)
  const name = names[3], base = `${house.url}/school/markets/${market}`
  const tile = () => page.locator('.tile', { hasText: name })
  await house.request(student, 'GET', `/markets/${market}`)
  const registration = { ...papers(44), name: '看板小店', form: 'company', countries: ['US'] }

  await step('the board shows every seat, and nobody has come', page, async () => {
    await enter(page, house, 'teacher')
    await page.goto(`${base}/board`)
    await tile().getByText('未到').waitFor()
    if ((await page.locator('.tile').count()) < 5) throw new Error('not every seat has a tile')
    await shot(page, 'board-empty')
  })
  await step('a student comes, and the board says so without a reload', page, async () => {
    await enter(mine, house, 'student4')
    await mine.goto(`${house.url}/seller/${market}`)
    await tile().getByText('未开始').waitFor()
  })
  await step('three refusals by one rule are stuck, with the reason', page, async () => {
    for (let i = 0; i < 3; i++) {
      const answer = await house.request(student, 'POST', `/markets/${market}/acts/store.register`, { ...registration, bank_holder: '另一个人' })
      if (answer.status !== 422) throw new Error(`not refused: ${answer.status}`)
    }
    await tile().getByText('连续被拒').waitFor()
    await page.locator('.mistakes li').first().waitFor()
    if ((await page.locator('.mistakes').innerText()).includes('广州')) throw new Error('a mistake quotes somebody')
    await shot(page, 'board-stuck')
  })
  await step('an accepted act clears it and shows what it did', page, async () => {
    await house.act(student, market, 'store.register', registration)
    await tile().getByText('提交入驻').waitFor()
    await tile().getByText('进行中').waitFor()
  })
  await step('a hand is raised with a question, answered with a word, and the student reads it', page, async () => {
    await house.request(other, 'PUT', `/markets/${market}/hand`, { raised: true })
    await mine.locator('button.hand').click()
    await mine.getByLabel('想问什么').fill('户名怎么填')
    await mine.locator('.el-popover:visible').getByRole('button', { name: '举手' }).click()
    await see(mine, '已举手，第 2 位')
    await see(page, '户名怎么填')
    await shot(mine, 'hand')
    await page.locator('.hands li').first().getByRole('button', { name: '已处理' }).click()
    await see(mine, '已举手，第 1 位')
    const line = page.locator('.hands li', { hasText: '户名怎么填' })
    await line.getByRole('button', { name: '回复' }).click()
    await line.getByLabel('给学生的一句话').fill('和营业执照一致')
    await line.getByRole('button', { name: '已处理' }).click()
    await see(mine, /老师点评：和营业执照一致/)
    await page.getByText('没有人举手').waitFor()
  })
  await step('the seat opens: last acts, and a remark that the student gets', page, async () => {
    await tile().click()
    const panel = page.locator('.el-drawer')
    await panel.getByText('连续被拒').or(panel.getByText('最近操作')).first().waitFor()
    await panel.locator('.acts li').first().getByRole('button', { name: '点评' }).click()
    await panel.getByLabel('点评内容').fill('资料填得完整')
    await shot(page, 'seat')
    await panel.getByRole('button', { name: '发送' }).click()
    await see(mine, /老师点评：资料填得完整/)
  })
  await step('the teacher looks into the store as the student sees it, cannot act there, and the look is logged', page, async () => {
    await page.locator('.el-drawer').getByRole('button', { name: '查看店铺' }).click()
    await see(page, '只读查看')
    await page.getByRole('link', { name: '店铺', exact: true }).click()
    await see(page, '看板小店')
    await shot(page, 'look')
    await page.getByRole('button', { name: '返回看板' }).click()
    await tile().waitFor()
  })
  await step('screens are covered while the teacher speaks, and what was typed stays', mine, async () => {
    await mine.goto(`${house.url}/seller/${market}/store`)
    await page.getByRole('button', { name: '暂停，请看前面' }).click()
    await see(mine, '请看前面')
    await shot(mine, 'attention')
    await page.getByRole('button', { name: '恢复学生屏幕' }).click()
    await mine.locator('.cover').waitFor({ state: 'detached' })
  })
  await step('the wall has stores and figures, and the name of nobody', page, async () => {
    const wall = (await open(browser, { viewport: { width: 1920, height: 1080 }, storageState: await staff.context.storageState() })).page
    await wall.goto(`${base}/project`)
    await see(wall, '看板小店')
    const text = await visibleText(wall)
    for (const n of names) if (text.includes(n)) throw new Error(`${n} stands on the wall`)
    if (/student\d/.test(text)) throw new Error('a login stands on the wall')
    await shot(wall, 'wall')
    await wall.keyboard.press('l')
    await see(wall, '销售收入排行')
    await shot(wall, 'wall-league')
    await wall.context().close()
  })
  await step('the lesson is closed: students see its end, and their acts are refused', page, async () => {
    await page.getByRole('button', { name: '结束本节课' }).click()
    await page.locator('.el-dialog:visible').getByRole('button', { name: '结束', exact: true }).click()
    await see(mine, '本节课已结束')
    await see(mine, /全班最常见的错误/)
    await shot(mine, 'closed')
    const answer = await house.request(student, 'POST', `/markets/${market}/acts/store.profile`, { about: 'x' })
    if (answer.body.code !== 'lesson.closed') throw new Error(`not refused: ${JSON.stringify(answer.body)}`)
    for (const n of names) if ((await visibleText(mine)).replace(names[3], '').includes(n)) throw new Error(`${n} stands on a student's screen`)
  })
  await step('the report is saved as a workbook that the program itself reads', page, async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
    const file = join(process.env.TEST_TMP, 'lesson.xlsx')
    await download.saveAs(file)
    const rows = execFileSync(join(process.env.BUILD, 'tests/read-sheet'), [file], { encoding: 'utf8' }).trim().split('\n').map((l) => JSON.parse(l))
    const at = rows[0].indexOf('操作被拒'), line = rows.find((r) => r.includes(name))
    if (!line || line[at] !== '3' || !line.includes('看板小店')) throw new Error(`the line of the student: ${JSON.stringify(line)}`)
  })
  await step('and opened again', page, async () => {
    await page.getByRole('button', { name: '重新开放' }).click()
    await mine.locator('.cover').waitFor({ state: 'detached' })
    await shot(page, 'board')
  })
  await step('nobody’s console complained', page, async () => {
    const all = [...staff.complaints, ...ann.complaints]
    if (all.length) throw new Error(all.join('\n'))
  })
  await staff.context.close()
  await ann.context.close()
}
module.exports = { board }
