// marks.js: a teacher looks at the marks of a lesson, opens one to its evidence, gives a reason for another total, changes the weights, keeps them; the student reads his, answers a question, appeals.
const { enter, open, see, shot, step } = require('./house')

async function marks({ browser, house, teacher }) {
  let of = '' // the class of student1: other parts make classes, too
  for (const c of (await house.request(teacher, 'GET', '/classes')).body.items)
    if ((await house.request(teacher, 'GET', `/classes/${c.id}/members`)).body.items.some((m) => m.login === 'student1')) of = c.id
  const market = (await house.request(teacher, 'POST', `/classes/${of}/markets`, { name: '成绩练习', world: 'first-harbour.classroom', seed: 'marks', settings: { starter: 'first-sale', lesson: 'first-sale' } }, 'marks-market')).body.id
  await house.request(teacher, 'POST', `/markets/${market}/seats`)
  const student = await house.signIn('student1')
  const orders = await house.rows(student, market, 'order', '&state=paid')
  const offer = (await house.rows(student, market, 'offer'))[0]
  for (const o of orders.slice(0, 2)) await house.act(student, market, 'order.ship', { order: o.id, channel: offer.channel }).catch(() => {})
  const mine = await open(browser), page = mine.page
  await enter(page, house, 'student1')

  await step('marks: the student answers a question in the task panel; a wrong answer is said, the right one explained', page, async () => {
    await page.goto(`${house.url}/seller/${market}`)
    await see(page, '保本价是什么？')
    const quiz = page.locator('.quiz .one').first()
    await quiz.getByText('供应商给出的采购价').click()
    await quiz.getByRole('button', { name: '提交' }).click()
    await see(page, '不正确，再想一想')
    await quiz.getByText('卖一件刚好不亏的价格').click()
    await quiz.getByRole('button', { name: '提交' }).click()
    await see(page, '不赚也不亏')
    await shot(page, 'marks-quiz')
  })

  await step('marks: his own page says what each point was for and opens to the evidence; he appeals', page, async () => {
    await page.goto(`${house.url}/seller/${market}/marks`)
    await see(page, '我的成绩 · 第一单')
    await page.locator('tr', { has: page.getByText('保本价', { exact: true }) }).getByRole('button', { name: '凭据' }).first().click()
    await see(page, '错 1 次后做对')
    await see(page, '证据不足')
    await page.fill('textarea', '第二单是按时发的，请再看看')
    await page.getByRole('button', { name: '提交申诉' }).click()
    await see(page, '申诉已提交，等待老师答复。')
    await shot(page, 'marks-own')
  })
  await mine.context.close()

  const staff = await open(browser), desk = staff.page
  await enter(desk, house, 'teacher')
  await step('marks: the teacher sees the class, opens one mark, gives another total with a reason', desk, async () => {
    await desk.goto(`${house.url}/school/markets/${market}/marks`)
    await see(desk, '课堂线索')
    await see(desk, '待答复')
    await shot(desk, 'marks-class')
    await desk.getByText('按步骤与技能').click()
    await see(desk, '按时发货')
    await desk.locator('tbody a').first().click()
    await see(desk, '每一分从哪里来')
    await desk.getByRole('button', { name: '评分与记录' }).click()
    await desk.locator('.el-dialog:visible').getByText('改总评').click()
    await desk.fill('#mark-value', '88')
    await desk.locator('.el-dialog__footer .el-button--primary').click()
    await see(desk, '请写明理由')
    await desk.fill('#mark-reason', '核对订单后改分')
    await desk.locator('.el-dialog__footer .el-button--primary').click()
    await see(desk, '核对订单后改分')
    await see(desk, '已改分')
    await shot(desk, 'marks-one')
  })

  await step('marks: weights add up to 100; marks are kept, and the class page has them', desk, async () => {
    await desk.goto(`${house.url}/school/markets/${market}/marks`)
    await desk.getByRole('button', { name: '权重' }).click()
    await desk.fill('#w-attendance', '10')
    await desk.press('#w-attendance', 'Tab')
    await see(desk, '合计 110，应为 100')
    await desk.fill('#w-process', '50')
    await desk.press('#w-process', 'Tab')
    await shot(desk, 'marks-weights')
    await desk.locator('.el-dialog__footer .el-button--primary').click()
    await desk.getByRole('button', { name: '保存成绩' }).click()
    await see(desk, '名学生的新成绩')
    await desk.goto(`${house.url}/school/classes/${of}/marks`)
    await see(desk, '88')
    await shot(desk, 'marks-lessons')
  })

  await step('marks: the same in English', desk, async () => {
    await desk.goto(`${house.url}/school/markets/${market}/marks`)
    await desk.getByRole('button', { name: 'English' }).click()
    await see(desk, 'Classroom hints')
    await see(desk, 'not enough evidence')
    await shot(desk, 'marks-english')
  })
  const all = [...mine.complaints, ...staff.complaints]
  await step('marks: the browser has nothing to complain of', desk, async () => { if (all.length) throw new Error(all.join('\n')) })
  await staff.context.close()
}
module.exports = { marks }
