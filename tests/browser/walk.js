// walk.js: what a page must keep to, wherever one stands: words of its language, no raw keys, room at 1366 and at 200 % zoom, nothing serious for axe, stillness for who wants it.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { shot, top } = require('./house')

const WRONG = /\bNaN\b|\bundefined\b|\[object |\bnull\b|Invalid Date|\{[a-z]\w*\}/
const AXE = readFileSync(join(top, 'web/node_modules/axe-core/axe.min.js'), 'utf8')
const FULL = { width: 1366, height: 768 }, HALF = { width: 683, height: 384 } // 200 % zoom: half as many pixels of the page's

/* Asked from outside: the page's own policy forbids to evaluate text in it. */
const READY = `(() => { const m = document.querySelector('main, .page, .wall, .screen'); return !!m && m.innerText.trim().length > 10 && !document.querySelector('.skeleton, .el-skeleton, [aria-busy="true"]') })()`
const pathOf = (url) => url.replace(/^https?:\/\/[^/]+/, '')
const HAN = /\p{Script=Han}/u

/** Goes to an address by a load, or as a click would. */
async function go(page, url, inside) {
  if (inside) await page.evaluate((path) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path), pathOf(url))
  else await page.goto(url)
  for (let i = 0; i < 300 && !(await page.evaluate(READY)); i++) await page.waitForTimeout(50)
  await page.waitForTimeout(80)
}

/** Words of a page: keys that were not found, figures that are none, text of the other language. `said` are texts of people and goods. */
async function words(page, lang, said) {
  const bad = []
  const { text, groups, lines, others } = await page.evaluate((language) => {
    const app = document.querySelector('#app').__vue_app__, i18n = app._context.provides[app.__VUE_I18N_SYMBOL__].global
    const zh = i18n.getLocaleMessage('zh'), lines = [], seen = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node; (node = walker.nextNode());) {
      const el = node.parentElement, its = el.closest('[lang]')?.lang.slice(0, 2) ?? language
      if (!node.data.trim() || !el.checkVisibility() || ['SCRIPT', 'STYLE', 'TEXTAREA'].includes(el.tagName) || its !== language) continue
      lines.push({ text: node.data.trim(), where: el.tagName.toLowerCase() + (typeof el.className === 'string' && el.className ? `.${el.className.split(/\s+/).join('.')}` : '') })
    }
    for (const el of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) for (const a of ['aria-label', 'title', 'placeholder', 'alt']) {
      const text = el.getAttribute(a)?.trim()
      if (text && !seen.has(a + text) && el.checkVisibility() && (el.closest('[lang]')?.lang.slice(0, 2) ?? language) === language) { seen.add(a + text); lines.push({ text, where: `${el.tagName.toLowerCase()}[${a}]` }) }
    }
    const flat = (o) => typeof o === 'string' ? [o] : Object.values(o ?? {}).flatMap(flat)
    return { text: document.body.innerText, groups: Object.keys({ ...zh, ...i18n.getLocaleMessage('en') }), lines, others: flat(i18n.getLocaleMessage(language === 'zh' ? 'en' : 'zh')) }
  }, lang)
  if (text.trim().length < 20) bad.push('nothing is on the page')
  const raw = new RegExp(`(?:^|[\\s(（“"])((?:${groups.join('|')})\\.[A-Za-z_]+(?:\\.[A-Za-z_0-9]+)*)`)
  for (const l of lines) if (raw.test(l.text)) bad.push(`raw key ${l.text.match(raw)[1]}`)
  if (WRONG.test(text)) bad.push(`“${text.match(WRONG)[0]}” in: ${text.slice(Math.max(0, text.search(WRONG) - 60), text.search(WRONG) + 40).replace(/\s+/g, ' ')}`)
  const foreign = new Set(others)
  for (const l of lines) {
    if (said.has(l.text)) continue
    if (lang === 'en' && HAN.test(l.text)) { const left = said.without(l.text); if (HAN.test(left)) bad.push(`Chinese: “${l.text.slice(0, 60)}” in ${l.where.slice(0, 60)}`) }
    if (lang === 'zh' && !HAN.test(l.text) && (/[a-z]{2,}\s+[a-z]{2,}\s+[a-z]{2,}/i.test(l.text) || (foreign.has(l.text) && /[a-z]{4}/.test(l.text))) && !said.has(l.text)) { const left = said.without(l.text); if (/[a-z]{4}/.test(left)) bad.push(`English: “${l.text.slice(0, 60)}” in ${l.where.slice(0, 60)}`) }
  }
  return [...new Set(bad)]
}

/** What people wrote and what goods are called: all texts that answers carried, but for those that are a side of a text in two languages. */
class Said {
  constructor() { this.all = new Set(); this.parts = [] }
  listen(page) {
    page.on('response', async (answer) => {
      if (!answer.url().includes('/api/v1/') || !/json/.test(answer.headers()['content-type'] ?? '')) return
      try { this.take(await answer.json()) } catch { /* the page has gone on */ }
    })
  }
  take(o, key = '') {
    if (typeof o === 'string') { if (!DONE_IN_BOTH.has(key) && o.trim() && !this.all.has(o.trim())) { this.all.add(o.trim()); if (o.trim().length > 1) this.parts.push(o.trim()) } return }
    if (Array.isArray(o)) return o.forEach((x) => this.take(x, key))
    if (o && typeof o === 'object') { if (typeof o.zh === 'string' && typeof o.en === 'string') return; for (const k of Object.keys(o)) this.take(o[k], k) }
  }
  has(text) { return this.all.has(text) || (text.length === 1 && this.parts.some((p) => p.startsWith(text))) } // a name's first character is its sign
  /** What is left of a line when the names in it are taken out. */
  without(text) {
    for (const p of this.parts.filter((p) => text.includes(p)).sort((a, b) => b.length - a.length)) text = text.split(p).join(' ')
    return text
  }
}
/* Texts of the server's own, which it has in the asker's language. */
const DONE_IN_BOTH = new Set(['detail', 'title_zh', 'check_text', 'body', 'aside', 'fix', 'evidence'])

async function room(page) {
  const bad = []
  for (const size of [FULL, HALF]) {
    await page.setViewportSize(size)
    const { wide, out, what } = await page.evaluate(() => {
      const wide = document.documentElement.scrollWidth - innerWidth
      const out = [...document.querySelectorAll('.top button, .top a, header button')].filter((el) => { const r = el.getBoundingClientRect(); return r.width && (r.right > innerWidth + 1 || r.left < -1) }).length
      const what = wide > 0 ? [...document.querySelectorAll('main *')].filter((el) => el.getBoundingClientRect().right > innerWidth + 1).slice(0, 2).map((el) => `${el.tagName.toLowerCase()}.${el.className}`).join(', ') : ''
      return { wide, out, what }
    })
    const at = size === FULL ? '' : ' at 200 % zoom'
    if (wide > 0) bad.push(`${wide} px wider than the window${at}: ${what}`)
    if (out) bad.push(`${out} buttons of the bar out of reach${at}`)
  }
  await page.setViewportSize(FULL)
  return bad
}

async function axe(page) {
  if (!(await page.evaluate(() => !!window.axe))) await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `axe: ${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.any.map((a) => a.message).join(' ').slice(0, 140)}`).join(' | ')}`)
}

/** For who asks for less motion nothing moves. */
async function still(page) {
  const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').map((a) => `${a.effect?.target?.tagName}.${a.effect?.target?.className}`))
  return moving.length ? [`moves: ${moving.slice(0, 3).join(', ')}`] : []
}

/** A look at one page: in Chinese by its address, in English by the router, as a click would: both must work. */
async function look(page, url, name, { lang = 'zh', inside = false, said = new Said(), wide = false } = {}) {
  await go(page, url, inside)
  await shot(page, name)
  const bad = [...await words(page, lang, said), ...(wide ? [] : await room(page)), ...await axe(page), ...await still(page)]
  return bad.map((b) => `${pathOf(url)}: ${b}`)
}
module.exports = { FULL, HALF, Said, axe, go, look, pathOf, room, still, words }
