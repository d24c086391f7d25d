// pages.js: every page in both languages, with data and without, for people with and without a right to it: no raw keys, no NaN, no complaint; axe finds nothing serious.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { enter, launch, ok, open, see, shot, step, top, visibleText } = require('./house')
const { grow } = require('./grow')

const SELLER = ['', '/store', '/sourcing', '/sourcing/kitchen_bamboo_board_3', '/purchases', '/stock', '/listings', '/listings/new', '/listings/new?good=kitchen_bamboo_board_3', '/orders', '/shipping', '/returns', '/reviews', '/money', '/money?tab=settlements', '/money?tab=ledger']
/* A key that was not found stands in the page as it is written in the code. */
const RAW = /(?:^|[\s(（“"])((?:seller|mall|school|top|act|state|clock|table|chart|home|signIn|error|draft|leave|unit|password|missing|face|door|roster|me)\.[A-Za-z_]+(?:\.[A-Za-z_0-9]+)*)/
const WRONG = /\bNaN\b|\bundefined\b|\[object |\bnull\b|Invalid Date|\{[a-z]\w*\}/

/* Asked from outside: the page's own policy forbids to evaluate text in it. */
const READY = `(() => { const m = document.querySelector('main, .page'); return !!m && m.innerText.trim().length > 10 && !document.querySelector('.skeleton, .el-skeleton, [aria-busy="true"]') })()`

/** In Chinese by its address, in English by the router, as a click would: both must work. */
async function look(page, url, name, inside) {
  if (inside) await page.evaluate((path) => {
    const state = { back: history.state?.current ?? null, current: path, forward: null, position: (history.state?.position ?? 0) + 1, replaced: false, scroll: null }
    history.pushState(state, '', path)
    dispatchEvent(new PopStateEvent('popstate', { state }))
  }, url.replace(/^http:\/\/[^/]+/, ''))
  else await page.goto(url)
  for (let i = 0; i < 150 && !(await page.evaluate(READY)); i++) await page.waitForTimeout(100)
  await page.waitForTimeout(100)
  await shot(page, name)
  const text = await visibleText(page), bad = []
  if (text.trim().length < 20) bad.push('nothing is on the page')
  if (RAW.test(text)) bad.push(`raw key ${text.match(RAW)[1]}`)
  if (WRONG.test(text)) bad.push(`“${text.match(WRONG)[0]}” in: ${text.slice(Math.max(0, text.search(WRONG) - 60), text.search(WRONG) + 40).replace(/\s+/g, ' ')}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (wide > 0) bad.push(`${wide} px wider than the window`)
  return bad.map((b) => `${url.replace(/^http:\/\/[^/]+/, '')}: ${b}`)
}

async function axe(page, url) {
  await page.goto(url)
  await page.waitForTimeout(1200)
  await page.evaluate(readFileSync(join(top, 'web/node_modules/axe-core/axe.min.js'), 'utf8'))
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${url.replace(/^http:\/\/[^/]+/, '')}: ${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.any.map((a) => a.message).join(' ').slice(0, 140)}`).join(' | ')}`)
}

async function pages({ browser, house, teacher, market }) {
  const full = await house.signIn('student5')
  await grow(house, teacher, full, market, { name: '满仓百货', number: 51 })
  const listings = await house.rows(full, market, 'listing'), orders = await house.rows(full, market, 'order')
  ok(listings.length >= 4 && orders.length >= 20, `a store with much in it: ${listings.length} listings, ${orders.length} orders`)
  const own = [`/listings/${listings[0]?.id}`, `/listings/${listings[0]?.id}/why`, `/orders/${orders[0]?.id}`, `/orders/${orders.find((o) => o.state === 'delivered')?.id}`]
  const faces = { student5: [...[...SELLER, ...own].map((p) => `/seller/${market}${p}`), '/'], student4: [...SELLER.map((p) => `/seller/${market}${p}`), '/'], teacher: ['/', `/seller/${market}`, '/no/such/page'] }
  for (const [face, routes] of [['mall', mallRoutes(market, listings[0]?.id)], ['school', ['/school', `/school/markets/${market}`, '/school/classes', '/school/people']]]) faces[face === 'school' ? 'teacher' : 'student5'].push(...routes)
  for (const login of Object.keys(faces))
    await Promise.all(['zh', 'en'].map(async (lang) => {
      const { page, context, complaints } = await open(browser)
      await context.addInitScript((l) => localStorage.setItem('cohong.lang', l), lang)
      await step(`${login}, ${lang}: ${faces[login].length} pages have their words and figures, and fit the window`, page, async () => {
        await enter(page, house, login)
        await page.evaluate(() => 0)
        const bad = []
        for (const path of faces[login]) bad.push(...await look(page, house.url + path, `${login}-${lang}-${path.replace(/\W+/g, '_')}`, lang === 'en'))
        bad.push(...complaints)
        if (bad.length) throw new Error(bad.join('\n'))
      })
      await context.close()
    }))
  const { page, context } = await open(browser, { reducedMotion: 'reduce' })
  await step('axe finds nothing serious on the main pages', page, async () => {
    const bad = await axe(page, `${house.url}/sign-in`)
    await enter(page, house, 'student5')
    for (const path of ['', '/sourcing', '/sourcing/kitchen_bamboo_board_3', '/stock', '/listings', `/listings/${listings[0].id}`, `/listings/${listings[0].id}/why`, '/orders', `/orders/${orders[0].id}`, '/shipping', '/reviews', '/money', '/money?tab=ledger', '/store']) bad.push(...await axe(page, `${house.url}/seller/${market}${path}`))
    for (const path of mallRoutes(market, listings[0].id)) bad.push(...await axe(page, house.url + path))
    if (bad.length) throw new Error(bad.join('\n'))
  })
  await context.close()
  await elsewhere(house, market)
}
const mallRoutes = (market, listing) => [`/mall/${market}`, `/mall/${market}/US`, `/mall/${market}/US/search?q=bag`, `/mall/${market}/US/p/${listing}`, `/mall/${market}/DE/c/bags`]

/** Labs reach the server by a plain http address: no secure context, and everything works all the same. */
async function elsewhere(house, market) {
  const browser = await launch(['--host-resolver-rules=MAP lab.example 127.0.0.1'])
  const { page, complaints } = await open(browser)
  await step('by another address, without a secure context, one signs in, works and copies', page, async () => {
    await enter(page, house, 'student5', `http://lab.example:${house.port}`)
    if (await page.evaluate(() => window.isSecureContext)) throw new Error('the context is secure: the test shows nothing')
    await page.goto(`http://lab.example:${house.port}/seller/${market}/sourcing/kitchen_bamboo_board_3`)
    await see(page, '供应商资料')
    await page.locator('.sheet button').first().click()
    await see(page, '已复制')
    await page.goto(`http://lab.example:${house.port}/seller/${market}/store`)
    await page.locator('textarea').first().fill('Bags and more, sent within a day.')
    await page.getByRole('button', { name: '保存' }).first().click()
    await see(page, '店铺资料已保存')
    if (complaints.length) throw new Error(complaints.join('\n'))
  })
  await browser.close()
}
module.exports = { look, pages }
