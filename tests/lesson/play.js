// play.js: the guided lesson, minute by minute: one teacher and five students at browsers, forty-five students by the interface, one server on two cores, which is killed
// while a business day plays; two PCs are wiped while a listing is being written. What is shortened: a minute of work by hand lasts MINUTE_MS (4 s), a business day plays
// in 3 s instead of 20, and 1 s lies between two instead of 180. What is not: everything that people wait for.
const { House, launch, shot, sleep } = require('../browser/house')
const { LessonClock } = require('./clock')
const { BrowserStudent } = require('./browser')
const { Student } = require('./student')
const { Teacher } = require('./teacher')

const STUDENTS = 50, BROWSERS = 5, WIPED = 2
const WAITS = { day_seconds: 3, min_gap_s: 1 }

class Play {
  constructor(tell) {
    Object.assign(this, { tell, times: { read: [], act: [], page: [] }, faults: [], asked: 0, lost: 0, tiles: 0, signed_out: 0, down_s: 0, house: new House() })
    this.house.cores = '0,1'
    this.clock = new LessonClock(Number(process.env.MINUTE_MS || 4000))
  }

  /** Something went wrong. */
  fault(text) {
    this.faults.push(text)
    this.tell(text)
  }
  /** Each student does something: due by hand between two minutes, one after the other. When it is done is kept as his mark. */
  all(what, from, to, does = (s) => s[what]()) {
    return Promise.all(this.students.map(async (s, i) => {
      const minute = from + ((to - from) * i) / STUDENTS
      await this.clock.until(minute)
      try {
        await does(s, minute)
        s.marks[what] ??= this.clock.mark(minute)
      } catch (error) {
        this.fault(`${s.name}, ${what}: ${error.stack.replace(/\n +at .*/g, '')}`)
        await shot(s.page, `fault-${s.n}-${what}`)
      }
    }))
  }
  async teach(what, minute, does) {
    await this.clock.until(minute)
    const from = Date.now()
    await does()
    this.tell(`minute ${this.clock.mark(minute).toFixed(1)}: ${what} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
  }
  /** A business day; then everybody looks at his orders, and ships those that wait. */
  async day(minute, ship_until) {
    await this.teach('a business day', minute, () => this.teacher.day())
    await this.after(minute, ship_until)
  }
  async after(minute, ship_until) {
    await this.all(`orders ${minute}`, minute + 0.5, minute + 1, async (s, at) => {
      await s.glance()
      if (!s.marks.sale && (await s.pc.rows('order')).length > s.orders) s.marks.sale = this.clock.mark(at)
      if (!s.marks.order && (await s.step('order')).state === 'done') s.marks.order = this.clock.mark(at)
    })
    if (ship_until) await this.all('ship', minute + 1, ship_until)
  }
  stage(minute, name) { return this.teach(`stage ${name}`, minute, () => this.teacher.stage(name)) }

  async begin() {
    await this.house.start()
    this.browser = await launch()
    await this.house.signIn('teacher')
    this.teacher = new Teacher(this.house, this.browser, WAITS)
    this.students = Array.from({ length: STUDENTS }, (_, i) => (i < BROWSERS ? new BrowserStudent(i + 1, this.house, this.browser, this.times) : new Student(i + 1, this.house.port, this.times)))
    await this.teacher.prepare(this.students)
    this.clock.begin()
  }

  async lesson() {
    const { clock, teacher, students } = this
    await clock.part(10, [this.teach('the door is open, the lesson begins', 1, () => teacher.openDoor()).then(() => this.all('claim', 3, 8, (s) => s.claim(teacher.code)))])
    await this.stage(10, '进入')
    await clock.part(12, [this.all('look', 10, 12)])
    await this.stage(12, '选品采购')
    await clock.part(18, [this.all('source', 12, 17)])
    await clock.part(20, [this.day(18)])
    await this.stage(20, '写商品')
    await clock.part(22.5, [this.all('draft', 20, 22)])
    await Promise.all(students.slice(0, WIPED).map((s) => this.teach(`the PC of ${s.name} was wiped, and he is in again`, 22.5, () => s.wiped())))
    await clock.part(26, [this.all('write', 23, 25.5)])
    await clock.part(29, [this.all('publish', 26, 28.5)])
    this.tiles = await teacher.board()
    await this.stage(30, '发货')
    await clock.part(36, [this.day(30, 34)])
    await clock.part(41, [this.day(37, 40)])
    await clock.part(44, [this.killed(42), this.all('ready', 42, 42.3), this.all('ship 42', 42.2, 43, (s) => s.ship())])
    for (const [i, acts] of this.acknowledged.entries()) {
      this.asked += acts.length
      this.lost += await students[i].pc.lost(acts)
    }
    await this.after(44)
    await this.stage(45, '看漏斗')
    await clock.part(47, [this.day(45, 46.5)])
    await clock.part(50, [this.all('funnel', 47, 49.5)])
    await clock.part(53, [this.day(50, 52)])
    await this.stage(53, '改一处')
    await clock.part(58, [this.all('improve', 54, 57)])
    for (const minute of [58, 63, 68, 72]) await clock.part(minute + 4, [this.day(minute, minute + 3)])
    await this.stage(76, '收束')
    await clock.part(82, [this.all('reflect', 77, 81)])
    await this.teach('the lesson is closed, the workbook saved', 83, () => teacher.end(`${process.env.TEST_TMP}/report.xlsx`))
    this.closed = clock.mark(83)
    this.points = (await teacher.ask('GET', `/markets/${teacher.market}/lesson/progress`)).body.items
    await this.teach('everybody is signed out', 85, async () => { this.signed_out = await teacher.signOut() })
    this.ended = clock.mark(85)
    const from = Date.now()
    await Promise.all(students.map((s) => s.enter(teacher.code)))
    this.again_s = (Date.now() - from) / 1000
    this.tell(`the next lesson: ${STUDENTS} sign in at once, from one address, in ${this.again_s.toFixed(1)} s`)
  }

  /** The server dies while a business day plays (at its real length) and everybody works; it is started again, and the teacher goes on with the day. */
  async killed(minute) {
    const { teacher, house } = this
    await teacher.set({ day_seconds: 20 })
    await this.clock.until(minute)
    const { day, now } = await teacher.clock()
    await teacher.press()
    while ((await teacher.clock()).now === now) await sleep(100)
    const down = Date.now()
    await house.end('SIGKILL')
    this.acknowledged = this.students.map((s) => s.pc.acts.slice(-4)) // the last before the end
    await house.start()
    this.down_s = (Date.now() - down) / 1000
    this.stood = await teacher.clock()
    await teacher.set(WAITS)
    await teacher.press(/继续这一天/)
    await teacher.played(day)
    this.tell(`minute ${this.clock.mark(minute).toFixed(1)}: the server was killed in the middle of a business day, stood again after ${this.down_s.toFixed(1)} s, and the day was played to its end`)
  }

  async end() {
    for (const s of this.students ?? []) await s.close()
    await this.browser?.close().catch(() => {})
    await this.house.end('SIGTERM').catch(() => {})
  }
}

/** Plays the lesson as far as it goes, and ends everything. */
async function play(tell) {
  const p = new Play(tell)
  try {
    await p.begin()
    await p.lesson()
  } catch (error) {
    p.fault(`the lesson stopped: ${error.stack}`)
    await shot(p.teacher?.page, 'fault-teacher')
  }
  await p.end()
  return p
}

module.exports = { play, STUDENTS, BROWSERS, WIPED }
