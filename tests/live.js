// live.js: a server of one's own for suites in Node: starts it on a free port with a fresh data folder (and a PostgreSQL of its own if wanted), asks it, ends it.
const { spawn, spawnSync } = require('node:child_process')
const { readFileSync, readdirSync } = require('node:fs')
const http = require('node:http')

let cases = 0, failures = 0

/** One case of TAP. */
function ok(well, what) {
  cases++
  if (!well) failures++
  console.log(`${well ? 'ok' : 'not ok'} ${cases} - ${what}`)
  return well
}

function skip(what, why) {
  console.log(`ok ${++cases} - ${what} # SKIP ${why}`)
}

const remark = (text) => process.stdout.write(String(text).replace(/\n*$/, '').replace(/^/gm, '# ') + '\n')

function done() {
  console.log(`1..${cases}`)
  process.exit(failures ? 1 : 0)
}

const sleep = (ms) => new Promise((after) => setTimeout(after, ms))

class Live {
  /** The folder, and the URL of a PostgreSQL or nothing for SQLite. */
  constructor(data, database) {
    this.cohong = `${process.env.RELEASE}/cli/cohong`
    this.where = ['--data', data, ...(database ? ['--database', database] : [])]
    this.worlds = 'worlds'
    this.options = []
    this.password = {}
    this.down = true
  }

  /** Starts the server; comes back when it listens. */
  start() {
    return new Promise((listening, failed) => {
      this.process = spawn(this.cohong, ['serve', ...this.where, '--port', '0', '--worlds', this.worlds, ...this.options], { stdio: ['ignore', 'pipe', 'pipe'] })
      let text = ''
      this.text = () => text /* what it has said since its start */
      this.process.stdout.on('data', (piece) => {
        text += piece
        for (const [, login, secret] of text.matchAll(/^ {2}(\S+) +([a-z0-9]{12})$/gm)) this.password[login] = secret
        const at = text.match(/listens on http:\/\/(\S+):(\d+)\//)
        if (at && this.down) {
          this.host = at[1]
          this.port = Number(at[2])
          this.agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
          this.down = false
          listening()
        }
      })
      this.process.stderr.on('data', remark)
      this.process.on('exit', (status, signal) => {
        this.down = true
        this.ended = signal || status
        failed(new Error(`the server ended (${this.ended}): ${text}`))
      })
    })
  }

  end(signal) {
    if (this.down) return Promise.resolve()
    const gone = new Promise((after) => this.process.on('exit', after))
    this.down = true
    this.process.kill(signal)
    this.agent.destroy()
    return gone
  }

  /** Asks as it stands: the body is text or bytes, nothing is added. Answers {status, headers, text, body}, body being the JSON or null. */
  raw(method, path, headers, body) {
    return new Promise((answered, failed) => {
      const request = http.request({ host: this.host, port: this.port, agent: this.agent, method, path, headers, timeout: 60000 }, (answer) => {
        const pieces = []
        answer.on('data', (piece) => pieces.push(piece))
        answer.on('error', failed)
        answer.on('end', () => {
          const text = Buffer.concat(pieces).toString()
          let json = null
          try { json = JSON.parse(text) } catch { /* no JSON */ }
          answered({ status: answer.statusCode, headers: answer.headers, text, body: json })
        })
      })
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer`)))
      request.on('error', failed)
      request.end(body)
    })
  }

  /** Headers of somebody who signed in, with what else there is. */
  headers(who, more) {
    return { ...(who.cookie && { Cookie: who.cookie }), ...(who.csrf && { 'X-CSRF-Token': who.csrf }), ...more }
  }

  /** A request in good form. */
  ask(who, method, path, body, key) {
    const headers = this.headers(who, { 'Accept-Language': 'en', ...(key && { 'Idempotency-Key': key }) })
    if (body === undefined) return this.raw(method, `/api/v1${path}`, headers)
    const text = Buffer.from(JSON.stringify(body))
    return this.raw(method, `/api/v1${path}`, { ...headers, 'Content-Type': 'application/json', 'Content-Length': text.length }, text)
  }

  async signIn(login, lang, password) {
    const answer = await this.ask({}, 'POST', '/session', { login, password: password || this.password[login], ...(lang && { lang }) })
    if (answer.status !== 200) throw new Error(`${login} cannot sign in: ${answer.status} ${answer.text}`)
    return { login, cookie: answer.headers['set-cookie'][0].split(';')[0], csrf: answer.body.csrf, id: answer.body.person.id }
  }

  /** Waits until a market stands; answers it. */
  async paused(who, market) {
    for (;;) {
      const answer = await this.ask(who, 'GET', `/markets/${market}`)
      if (answer.body.clock.mode === 'paused') return answer.body
      await sleep(50)
    }
  }

  /** Plays the market again from its log, after the server has ended: true if all digests are equal. */
  replays(market) {
    const replay = spawnSync(this.cohong, ['replay', market, '--verify', ...this.where], { encoding: 'utf8' })
    remark(replay.stdout + replay.stderr)
    return replay.status === 0 && /equal to all [1-9]/.test(replay.stdout)
  }
}

/** A PostgreSQL server of one's own: its URL, or null where none is installed. */
function startPostgres(dir) {
  const pg = spawnSync('tests/pg.sh', ['start', dir], { encoding: 'utf8' })
  if (pg.status === 77) return null
  if (pg.status !== 0) throw new Error(`tests/pg.sh: ${pg.stderr}`)
  return pg.stdout.trim()
}

function stopPostgres(dir) {
  spawnSync('tests/pg.sh', ['stop', dir])
}

/** A unified social credit code with its check digit (GB 32100-2015). */
function licence(n) {
  const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const head = `91440101MA${String(5000000 + n)}`
  let sum = 0, weight = 1
  for (const c of head) {
    sum += digits.indexOf(c) * weight
    weight = (weight * 3) % 31
  }
  return head + digits[(31 - (sum % 31)) % 31]
}

/** The body of store.register for the n-th store. */
function registration(n, name) {
  return { name, form: 'company', legal_name: '广州试验贸易有限公司', licence: licence(n), bank_account: '6222021234567890',
    bank_holder: '广州试验贸易有限公司', tax_id: licence(n), contact: 'service@example.com', countries: ['US'] }
}

/** All goods of the world; the first is the one of which the smallest order costs least. */
function readGoods() {
  const all = []
  for (const file of readdirSync('worlds/first-harbour/goods')) {
    const rows = readFileSync(`worlds/first-harbour/goods/${file}`, 'utf8').trim().split('\n')
      .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, '')))
    const at = (name) => rows[0].indexOf(name)
    for (const row of rows.slice(1)) {
      const moq = Number(row[at('moq')])
      all.push({ good: row[at('good')], category: file.replace('.csv', ''), moq, cost: Number(row[at('cost_cny')]) * moq })
    }
  }
  return all.filter((one) => one.cost > 0).sort((a, b) => a.cost - b.cost)
}

module.exports = { Live, ok, skip, remark, done, sleep, startPostgres, stopPostgres, licence, registration, readGoods }
