// pc.js: a student's PC without a screen: it asks the server what the pages would ask, listens to the market's stream as they do, keeps its cookie, tries an act again
// after a broken line under the same key, and writes down how long answers took.
const http = require('node:http')
const { sleep } = require('./clock')

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })
const TRIES = 300, AGAIN_MS = 200

class Refused extends Error {
  constructor(what, answer) {
    super(`${what}: ${answer.status} ${answer.text.slice(0, 300)}`)
    this.status = answer.status
    this.code = answer.body?.code
  }
}

class Pc {
  /** times: {read: [], act: []} in milliseconds, shared by all. */
  constructor(port, times, name) { Object.assign(this, { port, times, name, cookie: '', csrf: '', keys: 0, acts: [], heard: 0 }) }

  headers(more) { return { 'Accept-Language': 'zh', ...(this.cookie && { Cookie: this.cookie }), ...(this.csrf && { 'X-CSRF-Token': this.csrf }), ...more } }

  ask(method, path, body, key, kind, more) {
    const text = body === undefined ? undefined : JSON.stringify(body), before = performance.now()
    const headers = this.headers({ ...(text !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }), ...(key && { 'Idempotency-Key': key }), ...more })
    return new Promise((answered, failed) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, agent, method, path: `/api/v1${path}`, headers, timeout: 60000 }, (answer) => {
        const pieces = []
        answer.on('data', (piece) => pieces.push(piece))
        answer.on('error', failed)
        answer.on('end', () => {
          const text = Buffer.concat(pieces).toString(), cookie = answer.headers['set-cookie']
          if (cookie) this.cookie = cookie[0].split(';')[0]
          if (kind) this.times[kind].push(performance.now() - before)
          let json = null
          try { json = JSON.parse(text) } catch { /* not JSON */ }
          answered({ status: answer.statusCode, text, body: json })
        })
      })
      request.on('error', failed)
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer in a minute`)))
      request.end(text)
    })
  }

  /** Asks until there is an answer: a server that is being started again only makes one wait, and the same key never acts twice. */
  async need(method, path, body, kind = method === 'GET' ? 'read' : undefined, more) {
    const key = method === 'GET' ? undefined : `${this.name}-${++this.keys}-${process.pid}`
    for (let tries = 0; ; tries++) {
      let answer = null
      try { answer = await this.ask(method, path, body, key, tries ? undefined : kind, more) } catch (error) { if (tries > TRIES) throw error }
      if (answer && (answer.status < 500 || tries > TRIES)) {
        if (answer.status >= 400) throw new Refused(`${method} ${path}`, answer)
        if (answer.body?.csrf) this.csrf = answer.body.csrf
        if (kind === 'act') this.acts.push({ path, body, key, answer: answer.text })
        return answer.body
      }
      await sleep(AGAIN_MS)
    }
  }
  get(path, more) { return this.need('GET', path, undefined, 'read', more) }
  act(name, body) { return this.need('POST', `/markets/${this.market}/acts/${name}`, body, 'act') }
  question(name, fields) { return this.get(`/markets/${this.market}/ask/${name}?${new URLSearchParams(fields)}`) }
  async rows(table, query = '', more = undefined) { return (await this.get(`/markets/${this.market}/rows/${table}?limit=500${query}`, more)).rows }

  /** Acts that were acknowledged, asked again under their keys: how many answers are not the same. */
  async lost(acts) {
    let lost = 0
    for (const one of acts) {
      const again = await this.ask('POST', one.path, one.body, one.key)
      if (again.status !== 200 || again.text !== one.answer) lost++
    }
    return lost
  }

  /** An open page: it hears what has changed, and reads what it shows again; when the line breaks it comes back. */
  listen() {
    if (this.closed) return
    const again = () => { this.stream = null; if (!this.closed) setTimeout(() => this.listen(), 1000) }
    this.stream = http.request({ host: '127.0.0.1', port: this.port, path: `/api/v1/markets/${this.market}/events`, headers: this.headers({ Accept: 'text/event-stream' }) }, (answer) => {
      if (answer.statusCode !== 200) this.closed = true // signed out
      answer.on('data', (piece) => { if (/"tables":\[[^\]]*"(order|daily)"/.test(piece)) this.refresh() })
      answer.on('error', () => {})
      answer.on('close', again)
    })
    this.stream.on('error', again)
    this.stream.end()
  }
  refresh() {
    if (this.waiting) return
    this.waiting = setTimeout(async () => {
      this.heard++
      const page = { 'X-Background': '1' }
      try { for (const table of ['order', 'daily']) await this.rows(table, '', page) } catch { /* signed out, or shown by what comes next */ }
      this.waiting = null
    }, 300 + Math.random() * 700)
  }
  close() {
    this.closed = true
    this.stream?.destroy()
  }
}

module.exports = { Pc, Refused }
