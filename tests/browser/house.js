// house.js: what the browser's suite needs: a server of its own, the interface for the teacher's clock, a browser that reports every complaint, and TAP.
const { spawn } = require('node:child_process')
const { mkdirSync } = require('node:fs')
const { join } = require('node:path')

const top = join(__dirname, '../..')
const load = (name) => require(require.resolve(name, { paths: [join(top, 'web')] }))
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

let cases = 0, failures = 0
function ok(well, what, remark) {
  cases++
  if (!well) failures++
  console.log(`${well ? 'ok' : 'not ok'} ${cases} - ${what}`)
  if (!well && remark) console.log(String(remark).replace(/^/gm, '# '))
  return !!well
}
function done() {
  console.log(`1..${cases}`)
  return failures ? 1 : 0
}

/** One thing that a person does and sees; a failure is told with the page's picture and does not stop the others. */
async function step(what, page, does) {
  const from = Date.now()
  try {
    await does()
    ok(true, `${what} # ${((Date.now() - from) / 1000).toFixed(1)} s`.replace(' # ', ' – '))
    return true
  } catch (error) {
    if (failures >= 2) page?.context().setDefaultTimeout(patience = 3000) // what follows will mostly fail as well
    await shot(page, `failed-${cases + 1}`)
    ok(false, what, `${error.stack ?? error}\nat ${page?.url()}`)
    return false
  }
}

/** A picture of the page, if SHOTS names a folder. */
let shots = 0
async function shot(page, name) {
  if (!process.env.SHOTS || !page) return
  mkdirSync(process.env.SHOTS, { recursive: true })
  await page.screenshot({ path: join(process.env.SHOTS, `${String(++shots).padStart(3, '0')}-${name}.png`) }).catch(() => {})
}

class House {
  constructor() { this.password = {}; this.signed = {}; this.port = 0; this.process = null; this.cores = '' }

  /** Starts the server; comes back when it listens. After the first time it listens on the same port again. */
  start(listen = '127.0.0.1') {
    const data = join(process.env.TEST_TMP, 'data')
    return new Promise((listening, failed) => {
      const command = [...(this.cores ? ['taskset', '-c', this.cores] : []), join(process.env.RELEASE, 'cli/cohong'), 'serve', '--data', data, '--port', String(this.port), '--listen', listen, '--worlds', join(top, 'worlds'), '--web', join(top, 'web/dist')]
      this.process = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      let text = ''
      this.process.stdout.on('data', (piece) => {
        text += piece
        for (const [, login, secret] of text.matchAll(/^ {2}(\S+) +([a-z0-9]{12})$/gm)) this.password[login] = secret
        const at = text.match(/listens on http:\S+:(\d+)\//)
        if (at) { this.port = Number(at[1]); listening() }
      })
      this.process.stderr.on('data', (piece) => process.stdout.write(String(piece).replace(/^/gm, '# ')))
      this.process.on('exit', () => failed(new Error(`the server ended: ${text}`)))
    })
  }
  end(signal = 'SIGTERM') {
    const gone = new Promise((over) => this.process.on('exit', over))
    this.process.kill(signal)
    return gone
  }
  get url() { return `http://127.0.0.1:${this.port}` }

  async request(who, method, path, body, key) {
    const headers = { 'Accept-Language': who.lang ?? 'zh' }
    if (who.cookie) headers.Cookie = who.cookie
    if (who.csrf) headers['X-CSRF-Token'] = who.csrf
    if (body) headers['Content-Type'] = 'application/json'
    if (key) headers['Idempotency-Key'] = key
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60000) })
    const cookie = answer.headers.get('set-cookie')
    return { status: answer.status, cookie: cookie && cookie.split(';')[0], body: await answer.json().catch(() => null) }
  }
  async signIn(login) {
    const answer = await this.request({}, 'POST', '/session', { login, password: this.password[login] })
    if (answer.status !== 200) throw new Error(`${login} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`)
    return (this.signed[login] = Object.assign(this.signed[login] ?? {}, { login, cookie: answer.cookie, csrf: answer.body.csrf }))
  }
  /** The teacher lets so many hours pass. */
  async advance(teacher, market, hours) {
    const set = await this.request(teacher, 'PUT', `/markets/${market}/clock`, { mode: 'advance', hours })
    if (set.status !== 200) throw new Error(`the clock: ${set.status} ${JSON.stringify(set.body)}`)
    for (;;) {
      const { body } = await this.request(teacher, 'GET', `/markets/${market}`)
      if (body.clock.mode === 'paused') return body
      await sleep(150)
    }
  }
  async rows(who, market, table, query = '') {
    return (await this.request(who, 'GET', `/markets/${market}/rows/${table}?limit=500${query}`)).body.rows ?? []
  }
  async act(who, market, act, body) {
    const answer = await this.request(who, 'POST', `/markets/${market}/acts/${act}`, body, `${act}-${Math.random().toString(36).slice(2)}`)
    if (answer.status !== 200) throw new Error(`${act}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

/** The unified social credit code with its check digit (GB 32100-2015). */
function licence(n) {
  const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY', head = `91440101MA${String(5000000 + n)}`
  let sum = 0, weight = 1
  for (const c of head) { sum += digits.indexOf(c) * weight; weight = (weight * 3) % 31 }
  return head + digits[(31 - (sum % 31)) % 31]
}
const papers = (n) => ({ legal_name: '广州试航贸易有限公司', licence: licence(n), tax_id: licence(n), bank_account: '6222021234567890', bank_holder: '广州试航贸易有限公司', contact: 'service@example.com' })

async function launch(more = []) {
  const chromium = load('playwright-core').chromium
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', ...more] })
}

/** A person's window. `complaints` gathers uncaught errors and console errors, but for answers that a step expects (refusals are shown to the person). */
async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', ...options })
  context.setDefaultTimeout(20000)
  context.complaints = []
  await context.addInitScript(() => { try { if (!localStorage.getItem('cohong.lang')) localStorage.setItem('cohong.lang', 'zh') } catch { /* not kept */ } })
  context.on('page', (page) => {
    page.on('pageerror', (error) => context.complaints.push(`${page.url()}: ${error.stack ?? error}`))
    page.on('console', (line) => {
      if (line.type() === 'error' && !/Failed to load resource|net::ERR_/.test(line.text())) context.complaints.push(`${page.url()}: ${line.text()}`)
      if (line.type() === 'warning' && /intlify|\[Vue/.test(line.text())) context.complaints.push(`${page.url()}: ${line.text()}`)
    })
  })
  const page = await context.newPage()
  return { context, page, complaints: context.complaints }
}

async function enter(page, house, login, url = house.url) {
  await page.goto(`${url}/sign-in`)
  await page.fill('#login', login)
  await page.fill('#password', house.password[login])
  await page.click('button[type=submit]')
  await page.waitForURL((to) => !to.pathname.includes('sign-in'))
  /* A student has one live sign-in: what a test asks for him beside the page, it asks with the page's own. */
  const cookie = (await page.context().cookies(url)).find((c) => c.name === 'cohong_session')
  if (house.signed[login]) Object.assign(house.signed[login], { cookie: `${cookie.name}=${cookie.value}`, csrf: await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).csrf) })
}
/** Chooses in a drop-down list by what it shows. */
async function choose(page, box, text) {
  await box.click()
  const list = page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: text })
  await list.first().click()
}
let patience = 15000
async function see(page, text, timeout = patience) {
  await page.locator('body').getByText(text).locator('visible=true').first().waitFor({ timeout })
}
const visibleText = (page) => page.evaluate(() => document.body.innerText)
const numberOf = (text) => Number(String(text).replace(/[−–]/g, '-').replace(/[^\d.-]/g, ''))

module.exports = { House, choose, done, enter, launch, licence, load, numberOf, ok, open, papers, see, shot, sleep, step, top, visibleText }
