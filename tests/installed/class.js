#!/usr/bin/env node
// class.js first|later|ends|after FILE PASSWORD: a class of three on the server at 192.168.7.20:8080, which runs already. `first` makes it, from the teacher's sign-in to a business day,
// and writes what there is to FILE; `later` finds it as FILE says, and plays another day; `ends` acts and listens until the server is told to end. Speaks TAP.
const http = require('node:http')
const { readFileSync, writeFileSync } = require('node:fs')
const { Live, ok, remark, done, sleep } = require('../live.js')

const [how, file, password] = process.argv.slice(2)
const live = new Live('unused')
Object.assign(live, { host: '192.168.7.20', port: 8080, agent: new http.Agent({ keepAlive: true, maxSockets: 8 }), password: { teacher: password } })
const students = [['2026010', '学生甲', '702813'], ['2026011', '学生乙', '703829'], ['2026012', '学生丙', '704837']]

function well(answer, what, status = 200) {
  if (!ok(answer.status === status, what)) throw new Error(`${answer.status} ${answer.text.slice(0, 400)}`)
  return answer.body
}
const seated = (answer) => ({ cookie: answer.headers['set-cookie'][0].split(';')[0], csrf: answer.body.csrf, id: answer.body.person.id })

async function day(teacher, market) {
  const before = (await live.ask(teacher, 'GET', `/markets/${market}`)).body
  well(await live.ask(teacher, 'PUT', `/markets/${market}/clock`, { mode: 'day', force: true }), 'the next business day begins')
  const after = await live.paused(teacher, market)
  const hours = (Date.parse(after.clock.now) - Date.parse(before.clock.now)) / 3600e3
  ok(hours > 0 && hours <= 24 && after.clock.now.endsWith('T01:00:00Z'), `a business day was played: ${hours} hours to ${after.clock.now}`)
  return { before, after }
}

async function first() {
  const teacher = await live.signIn('teacher', 'zh')
  const of = well(await live.ask(teacher, 'POST', '/classes', { name: '电商 2601' }), 'a class is made', 201).id
  const csv = `\ufeff学号,姓名\r\n${students.map(([number, name]) => `${number},${name}\r\n`).join('')}`
  const preview = well(await live.raw('POST', `/api/v1/classes/${of}/roster/preview`, live.headers(teacher, { 'Content-Type': 'text/csv' }), Buffer.from(csv)), 'its roster is read')
  ok(preview.counts.new === 3 && preview.counts.errors === 0, 'and has three students')
  well(await live.ask(teacher, 'POST', `/classes/${of}/roster`, { rows: students.map(([number, name]) => ({ number, name })) }), 'the roster is taken')
  const { code } = well(await live.ask(teacher, 'PUT', `/classes/${of}/door`, { open_min: 20 }), 'the door is opened')
  const rows = (await live.ask(teacher, 'GET', `/classes/${of}/roster`)).body.items
  const { world, settings } = well(await live.ask(teacher, 'GET', '/lessons/first-sale'), 'the lesson came with it')
  const market = well(await live.ask(teacher, 'POST', `/classes/${of}/markets`, { name: '第一单', world, settings }), 'a market with the lesson is opened', 201).id
  for (const [number, name, pin] of students) {
    const row = rows.find((one) => one.number === number).row
    const who = seated(await live.ask({}, 'POST', `/door/${code}/claim`, { row, number, pin, lang: 'zh' }))
    const store = (await live.ask(who, 'GET', `/markets/${market}/rows/store`)).body.rows
    ok(store.length === 1 && store[0].state === 'active', `${name} comes in, and has a store`)
    well(await live.ask(who, 'POST', `/markets/${market}/acts/store.profile`, { about: `This is store ${number}.` }), 'and acts')
    const seen = await live.ask(who, 'GET', `/markets/${market}/lesson`)
    ok(seen.body.lesson.total === 10, 'the lesson has its steps')
  }
  const { after } = await day(teacher, market)
  ok(after.totals.orders > 0, `there are ${after.totals.orders} orders`)
  writeFileSync(file, JSON.stringify({ of, market, code, position: after.position, now: after.clock.now, orders: after.totals.orders }))
}

async function later() {
  const was = JSON.parse(readFileSync(file))
  const teacher = await live.signIn('teacher', 'zh')
  const market = well(await live.ask(teacher, 'GET', `/markets/${was.market}`), 'the market is there')
  ok(market.clock.mode === 'paused' && market.clock.now === was.now && market.position === was.position && market.totals.orders === was.orders,
    `it stands where it stood: ${market.clock.now}, position ${market.position}, ${market.totals.orders} orders`)
  const { code } = well(await live.ask(teacher, 'PUT', `/classes/${was.of}/door`, { open_min: 20 }), 'the door is opened')
  for (const [number, name, pin] of students) {
    const who = seated(await live.ask({}, 'POST', `/door/${code}/enter`, { who: number, pin }))
    const store = (await live.ask(who, 'GET', `/markets/${was.market}/rows/store`)).body.rows
    ok(store.length === 1 && store[0].about === `This is store ${number}.`, `${name} finds the store as it was`)
  }
  const { after } = await day(teacher, was.market)
  writeFileSync(file, JSON.stringify({ ...was, position: after.position, now: after.clock.now, orders: after.totals.orders }))
}

/** Time runs, a student acts and the teacher listens, while the server is told to end (once FILE.runs is there). What was acknowledged is written to FILE. */
async function ends() {
  const was = JSON.parse(readFileSync(file))
  const teacher = await live.signIn('teacher', 'zh')
  const { code } = (await live.ask(teacher, 'PUT', `/classes/${was.of}/door`, { open_min: 20 })).body
  const who = seated(await live.ask({}, 'POST', `/door/${code}/enter`, { who: students[0][0], pin: students[0][2] }))
  let heard = '', said = null, over = false, refused = null
  const stream = new Promise((ended, failed) => {
    http.get({ host: live.host, port: live.port, path: `/api/v1/markets/${was.market}/events`, headers: live.headers(teacher), agent: false }, (answer) => {
      answer.on('data', (piece) => { heard += piece })
      answer.on('end', ended)
      answer.on('error', failed)
    }).on('error', failed)
  }).finally(() => { over = true })
  while (!heard.includes('event: clock')) await sleep(20)
  well(await live.ask(teacher, 'PUT', `/markets/${was.market}/clock`, { mode: 'run', minutes_per_second: 60 }), 'time runs')
  let n = 0
  for (; !over && !refused; n++) {
    const about = `Said ${n}.`
    const answer = await live.ask(who, 'POST', `/markets/${was.market}/acts/store.profile`, { about }).catch((error) => ({ status: 0, text: String(error) }))
    if (answer.status === 200) said = about
    else refused = answer
    if (n === 20) writeFileSync(`${file}.runs`, '')
  }
  await stream
  ok(n > 20 && (!refused || refused.status === 503 || refused.status === 0), `${n} acts until the end, then ${refused ? `${refused.status} ${refused.text.slice(0, 100)}` : 'silence'}`)
  ok(/event: ending\n/.test(heard), 'who listens is told of the end')
  writeFileSync(file, JSON.stringify({ ...was, said }))
}

/** After the end: the last thing that was acknowledged is there, and where the market stands is written to FILE. */
async function after() {
  const was = JSON.parse(readFileSync(file))
  const teacher = await live.signIn('teacher', 'zh')
  const market = well(await live.ask(teacher, 'GET', `/markets/${was.market}`), 'the market is there')
  ok(market.clock.mode === 'paused' && market.position > was.position, 'it stands')
  const { code } = (await live.ask(teacher, 'PUT', `/classes/${was.of}/door`, { open_min: 20 })).body
  const who = seated(await live.ask({}, 'POST', `/door/${code}/enter`, { who: students[0][0], pin: students[0][2] }))
  const store = (await live.ask(who, 'GET', `/markets/${was.market}/rows/store`)).body.rows[0]
  const next = `Said ${Number(was.said.match(/\d+/)[0]) + 1}.`
  ok(store.about === was.said || store.about === next, `what was acknowledged is there: ${was.said} ${store.about}`)
  well(await live.ask(who, 'POST', `/markets/${was.market}/acts/store.profile`, { about: `This is store ${students[0][0]}.` }), 'and one goes on')
  const now = (await live.ask(teacher, 'GET', `/markets/${was.market}`)).body
  writeFileSync(file, JSON.stringify({ ...was, position: now.position, now: now.clock.now, orders: now.totals.orders }))
}

({ first, later, ends, after })[how]().catch((error) => {
  remark(error.stack)
  ok(false, 'the class came to its end')
}).finally(done)
