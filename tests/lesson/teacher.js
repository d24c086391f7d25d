// teacher.js: the teacher at a browser, by docs/teaching.md: class, roster, market out of the lesson's guide, door, stages, business days, board, end, workbook.
const { join } = require('node:path')
const { writeFileSync } = require('node:fs')
const { enter, numberOf, open, see, shot, sleep } = require('../browser/house')

const PATIENCE = 60000

class Teacher {
  /** waits: settings of the market that shorten what people would wait for. */
  constructor(house, browser, waits) { Object.assign(this, { house, browser, waits }) }
  /** Before the lesson: the class, its roster out of a file, the market with a prepared store for each seat. */
  async prepare(students) {
    const one = await open(this.browser), { page } = one
    one.context.setDefaultTimeout(PATIENCE)
    Object.assign(this, { page, context: one.context, complaints: one.complaints })
    await enter(page, this.house, 'teacher')
    await page.goto(`${this.house.url}/school/classes`)
    await page.getByRole('button', { name: '新建班级' }).first().click()
    await page.fill('#class-name', '跨境电商 50 人班')
    await page.locator('.el-dialog').getByRole('button', { name: '创建' }).click()
    await page.waitForURL(/\/school\/classes\/[0-9a-z]+$/)
    this.class = page.url().split('/').pop()
    const file = join(process.env.TEST_TMP, 'roster.csv')
    writeFileSync(file, ['学号,姓名', ...students.map((s) => `${s.number},${s.name}`)].join('\r\n') + '\r\n')
    await page.locator('.first').getByRole('button', { name: '去导入名单' }).click()
    await page.setInputFiles('input[type=file]', file)
    await page.getByRole('button', { name: `导入 ${students.length} 人` }).click()
    await see(page, new RegExp(`名单已导入：新增 ${students.length} 人`), PATIENCE)
    await shot(page, 'roster')
    await page.goto(`${this.house.url}/school/lessons/first-sale`)
    await page.getByRole('button', { name: '用这节课开市场' }).click()
    const dialog = page.locator('.el-dialog', { hasText: '开设市场' })
    /* on a busy computer a click may meet the list while it still moves */
    for (let tries = 0; !(await dialog.locator('.el-select').innerText()).includes('50 人班'); tries++) {
      if (tries === 5) throw new Error('the class cannot be chosen')
      await dialog.locator('.el-select').click()
      await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: '跨境电商 50 人班' }).click()
      await sleep(500)
    }
    await dialog.getByRole('button', { name: '开设市场' }).click()
    await page.waitForURL(/\/school\/markets\/[0-9a-z]+$/)
    this.market = page.url().split('/').pop()
    await see(page, '开始上课', PATIENCE)
    await this.set(this.waits)
  }
  ask(method, path, body) { return this.house.request(this.house.signed.teacher, method, path, body) }
  set(settings) { return this.ask('PUT', `/markets/${this.market}/settings`, settings) }
  async clock() { return (await this.ask('GET', `/markets/${this.market}`)).body.clock }

  async openDoor() {
    await this.page.goto(`${this.house.url}/school/classes/${this.class}`)
    await this.page.locator('.entrance').getByRole('button', { name: '20 分钟' }).click()
    await see(this.page, '入口开放中', PATIENCE)
    this.code = (await this.page.locator('.code').first().innerText()).replace(/\s/g, '')
    await this.page.goto(`${this.house.url}/school/markets/${this.market}`)
    await this.page.getByRole('button', { name: '开始上课' }).click()
    await see(this.page, '可以这样说', PATIENCE)
    await shot(this.page, 'begun')
  }
  async stage(name) {
    await this.page.getByRole('button', { name: new RegExp(`^下一环节：${name}`) }).click()
    await this.page.locator('h3.big', { hasText: name }).waitFor()
  }
  press(name = /下一天/) { return this.page.getByRole('button', { name }).click() }
  /** Presses 下一天 and waits until the day is over. */
  async day() {
    const { day } = await this.clock()
    await this.press()
    await this.played(day)
  }
  async played(day) {
    for (;;) {
      const clock = await this.clock()
      if (clock.mode === 'paused' && clock.day > day) return
      await sleep(200)
    }
  }
  /** The class as the board shows it. */
  async board() {
    await this.page.goto(`${this.house.url}/school/markets/${this.market}/board`)
    await this.page.locator('.tile').nth(49).waitFor()
    await shot(this.page, 'board')
    const tiles = await this.page.locator('.tile').count()
    await this.page.goto(`${this.house.url}/school/markets/${this.market}`)
    return tiles
  }
  /** Ends the lesson: screens say so, the workbook is saved. */
  async end(file) {
    const { page } = this
    await page.goto(`${this.house.url}/school/markets/${this.market}/board`)
    await page.getByRole('button', { name: '结束本节课' }).click()
    await page.locator('.el-dialog:visible').getByRole('button', { name: '结束', exact: true }).click()
    await see(page, '重新开放', PATIENCE)
    await shot(page, 'closed')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
    await download.saveAs(file)
  }
  async signOut() {
    await this.page.goto(`${this.house.url}/school/classes/${this.class}`)
    await this.page.locator('.entrance').getByRole('button', { name: '下课' }).click()
    await this.page.locator('.el-dialog').getByRole('button', { name: '全班退出' }).click()
    const words = this.page.getByText(/已下课，\d+ 名学生已退出/).first()
    await words.waitFor()
    return numberOf((await words.innerText()).match(/\d+/)[0])
  }
  close() { return this.context?.close().catch(() => {}) }
}

module.exports = { Teacher }
