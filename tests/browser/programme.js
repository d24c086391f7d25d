// programme.js: a programme lead opens the example, breaks two clauses by editing, sees them and mends them, adds evidence with its file, tries what would be if, approves, exports; a teacher reads.
const { readFileSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const { enter, open, see, shot, step } = require('./house')
const { axe, look, room } = require('./walk')

async function programme({ browser, house }) {
  const lead = await house.signIn('lead')
  const { page, context, complaints } = await open(browser, { acceptDownloads: true })
  await enter(page, house, 'lead')
  let id, home
  const dialog = page.locator('.el-dialog:visible'), cell = (r, c) => page.locator(`[role=gridcell][data-at="${r}:${c}"]`)
  const version = async () => (await house.request(lead, 'GET', `/programmes/${id}`)).body.versions
  const type = async (text) => { await page.keyboard.type(text); await page.keyboard.press('Enter') }
  /* the row and column of a field */
  const at = async (member, row, field) => {
    await page.goto(`${home}?tab=edit&member=${member}&at=${row}/${field}&date=2026-09-01`)
    await page.locator('td.at').waitFor()
    await page.locator('td.at').focus()
  }

  await step('programme: nothing is there yet, and the example is the first step', page, async () => {
    await page.goto(`${house.url}/school/programmes`)
    await see(page, '还没有方案')
    await page.getByRole('button', { name: '从示例方案开始' }).click()
    await page.fill('#programme-name', '2026 级跨境电子商务')
    await dialog.getByRole('button', { name: '创建' }).click()
    await page.waitForURL(/\/programmes\/[0-9a-z]{13}$/)
    id = page.url().match(/programmes\/([0-9a-z]{13})/)[1]
    home = `${house.url}/school/programmes/${id}`
    await see(page, '没有“必须”类条款不达标')
    await page.goto(`${home}?date=2026-09-01`)
    await see(page, '共 325 条')
    if (await page.locator('.clauses li').count() !== 325) throw new Error(await page.locator('.clauses li').count())
    await shot(page, 'programme-board')
  })

  await step('programme: two clauses are broken by editing cells, and the panel tells it at once', page, async () => {
    for (const [row, hours] of [['K01', '36'], ['G02', '36'], ['S01', '0']]) {
      await at('courses', row, 'hours')
      await type(hours)
      await see(page, '已保存')
    }
    await page.locator('.turned li', { hasText: '8.2-05' }).waitFor()
    await at('placements', 'P3', 'weeks')
    await type('20')
    await page.locator('.turned li', { hasText: '8.2-14' }).getByText('不达标').waitFor()
    await shot(page, 'programme-turned')
    await page.goto(`${home}?date=2026-09-01`)
    await see(page, /有 \d+ 条“必须”类条款不达标/)
    await page.locator('.tile', { hasText: '不达标' }).click()
    await page.locator('.clauses li', { hasText: '8.2-05' }).getByRole('button').click()
    await see(page, '3年总学时不少于3000学时')
    await shot(page, 'programme-clause')
    await page.locator('.el-drawer:visible').getByRole('button', { name: '课程', exact: true }).click()
    await page.waitForURL(/tab=edit/)
  })

  await step('programme: a wrong value stands at its cell with the reason, and Ctrl+Z takes an edit back', page, async () => {
    await at('courses', 'K02', 'hours')
    const before = await page.locator('td.at').innerText(), where = await page.locator('td.at').getAttribute('data-at')
    await type('many')
    await page.locator(`[data-at="${where}"][aria-invalid]`).waitFor()
    await see(page, /第 \d+ 行 学时：必须是/)
    await shot(page, 'programme-wrong')
    await page.locator(`[data-at="${where}"]`).click()
    await type('99')
    await page.locator(`[data-at="${where}"]:not(.unsaved)`, { hasText: /^99$/ }).waitFor()
    await page.locator(`[data-at="${where}"]`).focus()
    await page.keyboard.press('Control+z')
    await page.locator(`[data-at="${where}"]`, { hasText: new RegExp(`^${before.trim()}$`) }).waitFor()
  })

  await step('programme: rows come from Excel by the clipboard, words by their names', page, async () => {
    await page.goto(`${home}?tab=edit&member=equipment&date=2026-09-01`)
    await cell(0, 0).waitFor()
    const n = (await house.request(lead, 'GET', `/programmes/${id}/versions/${(await version())[0].id}`)).body.document
    const room1 = n.rooms[0], what = await cell(0, 1).innerText()
    await cell(0, 0).click()
    await page.keyboard.press('Control+End')
    await page.getByRole('button', { name: '添加行' }).click()
    await page.evaluate((text) => { const data = new DataTransfer(); data.setData('text/plain', text); document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }, `${room1.name}\t${what}\t7\n${room1.id}\t${what}\t一些\n`)
    await see(page, /必须是/)
    await see(page, `${n.equipment.length + 1} 行`)
    const now = (await house.request(lead, 'GET', `/programmes/${id}/versions/${(await version())[0].id}`)).body.document.equipment
    if (now.length !== n.equipment.length + 1 || now[now.length - 1].room !== room1.id || now[now.length - 1].quantity !== 7) throw new Error(JSON.stringify(now.slice(-2)))
    await shot(page, 'programme-paste')
  })

  await step('programme: mended, and the board is well again', page, async () => {
    const source = JSON.parse(readFileSync('standards/730702/examples/plan.json', 'utf8'))
    for (const row of ['K01', 'G02', 'S01']) { await at('courses', row, 'hours'); await type(String(source.courses.find((c) => c.id === row).hours)); await see(page, '已保存') }
    await at('placements', 'P3', 'weeks')
    await type('12')
    await page.locator('.turned li', { hasText: '8.2-14' }).locator('.tag', { hasText: '达标' }).waitFor()
    await page.goto(`${home}?date=2026-09-01`)
    await see(page, '没有“必须”类条款不达标')
  })

  await step('programme: evidence is numbered from its clause, and passes with its file', page, async () => {
    await page.goto(`${home}?date=2099-01-01&status=evidence_missing`)
    const line = page.locator('.clauses li', { hasText: '缺佐证' }).first(), clause = await line.locator('.id').innerText()
    await line.getByRole('button').click()
    await page.getByRole('button', { name: '登记佐证材料' }).click()
    await dialog.locator('#e-title').waitFor()
    let named = ''
    for (let i = 0; i < 50 && !(named = await dialog.locator('#e-clauses').inputValue()); i++) await page.waitForTimeout(100) // it is filled when the page has been read
    if (named !== clause) throw new Error(`${named}, not ${clause}`)
    const no = await dialog.locator('#e-no').inputValue()
    await dialog.locator('#e-title').fill('实训室使用记录')
    await dialog.locator('#e-owner').fill('实训中心')
    await dialog.getByRole('button', { name: '保存' }).click()
    const row = page.locator('tbody tr', { hasText: '实训室使用记录' })
    await row.getByText('待交').waitFor()
    await row.locator('input[type=file]').setInputFiles({ name: '使用记录.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') })
    await row.getByText('已有').waitFor()
    await row.getByRole('link', { name: '使用记录.pdf' }).waitFor()
    await shot(page, 'programme-evidence')
    await page.goto(`${home}?date=2099-01-01&clause=${clause}`)
    await page.locator('.el-drawer:visible .tag', { hasText: '达标' }).waitFor()
    await page.locator('.el-drawer:visible').getByRole('button', { name: no }).waitFor()
  })

  await step('programme: approved with its minutes the plan is closed; a trial shows what would be if', page, async () => {
    await page.goto(`${home}?tab=versions&date=2026-09-01`)
    await page.getByRole('button', { name: '审定' }).click()
    await dialog.locator('#v-on').fill('2026-08-20')
    await dialog.locator('#v-record').fill('会议纪要〔2026〕12 号')
    await dialog.getByRole('button', { name: '审定' }).click()
    await see(page, '第 1 版 · 已审定')
    await page.goto(`${home}?tab=edit&member=courses`)
    await see(page, '本版方案已审定')
    if (await page.getByRole('button', { name: '添加行' }).count()) throw new Error('a closed table takes rows')
    await page.goto(`${home}?tab=versions`)
    await page.getByRole('button', { name: '复制试算' }).click()
    await dialog.locator('#v-label').fill('实习改为 20 周')
    await dialog.getByRole('button', { name: '复制试算' }).click()
    await page.waitForURL(/tab=edit/)
    const trial = (await version()).find((v) => v.state === 'trial')
    await page.goto(`${home}?v=${trial.id}&tab=edit&member=placements&at=P3/weeks&date=2026-09-01`)
    await page.locator('td.at').focus()
    await type('20')
    await page.locator('.turned li', { hasText: '8.2-14' }).waitFor()
    await page.goto(`${home}?v=${trial.id}&date=2026-09-01`)
    await see(page, /与第 1 版 · 已审定相比，[1-9] 条判定有变化/)
    await page.getByLabel('只看变化').check()
    await page.locator('.clauses li', { hasText: '8.2-14' }).getByText('原为达标').waitFor()
    await shot(page, 'programme-trial')
  })

  await step('programme: what is exported the command reads', page, async () => {
    await page.goto(`${home}?date=2026-09-01`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '方案全文（JSON）' }).click()])
    const file = `${process.env.TEST_TMP}/exported.json`
    await download.saveAs(file)
    const run = spawnSync(`${process.env.RELEASE}/cli/cohong`, ['check', 'programme', file, '--date', '2026-09-01'], { encoding: 'utf8' })
    if (run.status !== 0 || run.stdout.trim().split('\n').length !== 325) throw new Error(run.stderr)
    const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '达标情况（Excel）' }).click()])
    await book.saveAs(`${process.env.TEST_TMP}/board.xlsx`)
  })

  const empty = (await house.request(lead, 'POST', '/programmes', { name: '2027', from: 'empty' })).body.id
  for (const lang of ['zh', 'en'])
    await step(`programme: every page keeps to the rules of pages, ${lang}`, page, async () => {
      await house.request(lead, 'PUT', '/session/lang', { lang })
      await page.evaluate((l) => localStorage.setItem('cohong.lang', l), lang)
      const bad = []
      for (const tab of ['', '?clause=8.2-05', '?tab=edit', '?tab=edit&member=plan', '?tab=evidence']) bad.push(...await look(page, `${house.url}/school/programmes/${empty}${tab}`, `programme-empty-${lang}${tab.replace(/\W/g, '-')}`, { lang }))
      for (const tab of ['', '?clause=8.2-05', '?tab=edit', '?tab=edit&member=school', '?tab=evidence', '?tab=versions']) {
        await page.goto(`${home}${tab}`)
        await page.locator('.el-tabs').waitFor()
        await page.locator('.stack, .three').first().waitFor()
        await shot(page, `programme-${lang}${tab.replace(/\W/g, '-')}`)
        bad.push(...(await axe(page)).map((x) => `${tab}: ${x}`), ...(await room(page)).map((x) => `${tab}: ${x}`))
      }
      /* the lead's name, and the Chinese name of the programme in the standard's own clause */
      const told = bad.filter((b) => !/Chinese: .*(专业带头人|跨境电子商务)/.test(b))
      if (told.length) throw new Error([...new Set(told)].join('\n'))
    })
  await step('programme: no complaint of the browser', page, async () => { if (complaints.length) throw new Error(complaints.join('\n')) })
  await context.close()

  const reader = await open(browser)
  await enter(reader.page, house, 'teacher')
  await step('programme: a teacher reads and changes nothing', reader.page, async () => {
    for (const tab of ['', '?tab=evidence', '?tab=versions', '?tab=edit']) {
      await reader.page.goto(`${home}${tab}`)
      await reader.page.locator('.el-tabs').waitFor()
      for (const name of ['登记材料', '审定', '添加行', '复制试算']) if (await reader.page.getByRole('button', { name, exact: true }).count()) throw new Error(`${tab}: ${name}`)
    }
    await see(reader.page, '只有专业带头人和管理员可以修改')
  })
  await reader.context.close()
}
module.exports = { programme }
