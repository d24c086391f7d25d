// pages.js: every route of the router, for everybody who may stand there, in both languages, light and dark, with much on it and with nothing. A route that is not in the table fails.
const { enter, launch, ok, open, see, step } = require('./house')
const { Said, go, look, still } = require('./walk')
const { scene } = require('./scene')

const GOOD = 'kitchen_bamboo_board_3'
/* The router's path → who stands there and where: full and empty are students, `at` is the scene. */
const ROUTES = {
  '/sign-in': { nobody: () => ['/sign-in', '/sign-in?why=moved'] },
  '/enter/:code': { nobody: (at) => [`/enter/${at.code[at.one]}`, `/enter/${at.code[at.two]}`, '/enter/999999'] },
  '/': { full: () => ['/'], empty: () => ['/'], teacher: () => ['/'] },
  '/glossary': { full: () => ['/glossary'], teacher: () => ['/glossary'] },
  '/looks': { full: () => ['/looks'], empty: () => ['/looks'] },
  '/:rest(.*)*': { nobody: () => ['/no/such/page'], full: () => ['/no/such/page'] },
  '/mall/:market/:country([A-Za-z]{2})?': { full: (at) => [`/mall/${at.market}`, `/mall/${at.market}/US`], empty: (at) => [`/mall/${at.first}`] },
  '/mall/:market/:country([A-Za-z]{2})?/search': { full: (at) => [`/mall/${at.market}/US/search?q=bag`, `/mall/${at.market}/DE/search?q=${encodeURIComponent('küche')}`], empty: (at) => [`/mall/${at.first}/US/search?q=qqqq`] },
  '/mall/:market/:country([A-Za-z]{2})?/c/:category': { full: (at) => [`/mall/${at.market}/DE/c/bags`] },
  '/mall/:market/:country([A-Za-z]{2})?/p/:listing': { full: (at) => [`/mall/${at.market}/US/p/${at.listing}`], empty: (at) => [`/mall/${at.first}/US/p/999999`] },
  '/mall/:market/:country([A-Za-z]{2})?/store/:store': { full: (at) => [`/mall/${at.market}/US/store/${at.store}`], empty: (at) => [`/mall/${at.first}/US/store/999999`] },
  '/school': { teacher: () => ['/school'], admin: () => ['/school'] },
  '/school/markets/:market': { teacher: (at) => [`/school/markets/${at.market}`, `/school/markets/${at.empty}`] },
  '/school/markets/:market/board': { teacher: (at) => [`/school/markets/${at.market}/board`, `/school/markets/${at.empty}/board`] },
  '/school/markets/:market/project': { teacher: (at) => [`/school/markets/${at.market}/project`, `/school/markets/${at.empty}/project`] },
  '/school/markets/:market/stores/:store': { teacher: (at) => [`/school/markets/${at.market}/stores/${at.store}`] },
  '/school/markets/:market/marks': { teacher: (at) => [`/school/markets/${at.market}/marks`, `/school/markets/${at.empty}/marks`] },
  '/school/markets/:market/marks/:seat': { teacher: (at) => [`/school/markets/${at.market}/marks/${at.seat}`] },
  '/school/classes/:class/marks': { teacher: (at) => [`/school/classes/${at.one}/marks`, `/school/classes/${at.three}/marks`] },
  '/school/classes': { teacher: () => ['/school/classes'] },
  '/school/classes/:class': { teacher: (at) => ['', '?tab=attendance', '?tab=log', '?tab=settings', '?import=1'].map((tab) => `/school/classes/${at.one}${tab}`).concat([`/school/classes/${at.two}`, `/school/classes/${at.three}`]) },
  '/school/classes/:class/slips': { teacher: (at) => [`/school/classes/${at.two}/slips`, `/school/classes/${at.three}/slips`] },
  '/school/classes/:class/door': { teacher: (at) => [`/school/classes/${at.two}/door`, `/school/classes/${at.three}/door`] },
  '/school/lessons': { teacher: () => ['/school/lessons'] },
  '/school/lessons/:slug': { teacher: () => ['/school/lessons/first-sale'] },
  '/school/people': { teacher: () => ['/school/people'], admin: () => ['/school/people'] },
  '/school/people/:person': { teacher: (at) => [`/school/people/${at.person}`] },
  '/school/programmes': { teacher: () => ['/school/programmes'], admin: () => ['/school/programmes'] },
  '/school/programmes/:programme': { teacher: (at) => [`/school/programmes/${at.programme}?tab=evidence`], admin: (at) => ['?tab=edit', '?tab=edit&member=plan', '?tab=evidence'].map((tab) => `/school/programmes/${at.programme}${tab}`) },
  '/school/settings': { admin: () => ['/school/settings'], teacher: () => ['/school/settings'] },
}
const seller = (path, much, nothing = () => [path]) => { ROUTES[`/seller/:market${path}`] = { full: (at) => (much ?? (() => [path]))(at).map((p) => `/seller/${at.market}${p}`), empty: (at) => nothing(at).map((p) => `/seller/${at.first}${p}`) } }
for (const path of ['', '/store', '/purchases', '/stock', '/listings', '/shipping', '/returns', '/reviews', '/sourcing']) seller(path)
seller('/sourcing/:good', () => [`/sourcing/${GOOD}`], () => [`/sourcing/${GOOD}`])
seller('/listings/new', () => ['/listings/new', `/listings/new?good=${GOOD}`], () => ['/listings/new'])
seller('/listings/:id', (at) => [`/listings/${at.listing}`], () => ['/listings/999999'])
seller('/listings/:id/why', (at) => [`/listings/${at.listing}/why`, `/listings/${at.fresh}/why`], () => [])
seller('/ads')
seller('/what-if')
seller('/marks')
seller('/ads/:id', (at) => ['', '?tab=negatives', '?tab=terms', '?tab=placements', '?tab=settings', '?tab=changes'].map((tab) => `/ads/${at.campaign}${tab}`).concat([`/ads/${at.automatic}`, `/ads/${at.automatic}?tab=terms`]), () => ['/ads/999999'])
seller('/orders', () => ['/orders', '/orders?state=paid'])
seller('/orders/:id', (at) => at.orders.map((id) => `/orders/${id}`), () => ['/orders/999999'])
seller('/money', () => ['/money', '/money?tab=settlements', '/money?tab=ledger'])

/** What the addresses need to know of the scene; each language has a student of its own, who sees his own things. */
async function learn(house, teacher, at) {
  at.first = (await house.request(teacher, 'GET', '/markets')).body.items.find((m) => ![at.market, at.empty].includes(m.id)).id
  at.three ??= (await house.request(teacher, 'POST', '/classes', { name: '空班' })).body.id
  at.programme ??= (await house.request(await house.signIn('lead'), 'POST', '/programmes', { name: '2026', from: 'empty' })).body.id
  at.of = {}
  at.seat = (await house.request(teacher, 'GET', `/markets/${at.market}/seats`)).body.items[0].seat
  for (const [i, lang] of ['zh', 'en'].entries()) {
    const student = at.students[i], rows = (table) => house.rows(student, at.market, table)
    const [listings, orders, store] = [await rows('listing'), await rows('order'), (await house.request(student, 'GET', `/markets/${at.market}`)).body.store]
    const of = (state) => orders.find((o) => o.state === state)?.id, campaigns = await rows('campaign')
    at.of[lang] = { ...at, student, store, person: student.person, listing: orders[0].listing, fresh: listings[0].id, campaign: campaigns.find((c) => c.targeting === 'manual').id, automatic: campaigns.find((c) => c.targeting === 'auto').id, orders: ['paid', 'shipped', 'delivered', 'returned', 'cancelled', 'lost'].map(of).filter(Boolean) }
    ok(listings.length >= 4 && orders.length >= 15 && at.of[lang].orders.length >= 3, `a store with much in it: ${listings.length} listings, ${orders.length} orders in ${at.of[lang].orders.length} states`)
    await house.request(student, 'PUT', '/session/lang', { lang })
  }
  return at
}

/** A window that belongs to somebody, in a language and a theme, for who wants no motion. The server knows one language of a person, so each has one here. */
const LOGIN = { empty: { zh: 'student4', en: 'student5' }, teacher: { zh: 'teacher', en: 'lead' } }
async function windowOf(browser, house, at, who, lang, theme) {
  const one = await open(browser, { reducedMotion: 'reduce' })
  one.said = new Said()
  one.said.take([at.students.map((s) => s.name), '不知道运费模板在哪里选'])
  one.said.listen(one.page)
  await one.context.addInitScript(([l, t]) => { localStorage.setItem('cohong.lang', l); localStorage.setItem('cohong.theme', t) }, [lang, theme])
  if (who === 'full') await one.context.addCookies([{ name: 'cohong_session', value: at.of[lang].student.cookie.split('=')[1], url: house.url }])
  if (who === 'full' || who === 'nobody') await one.page.goto(`${house.url}/sign-in`)
  else await enter(one.page, house, LOGIN[who]?.[lang] ?? who)
  await one.page.locator('main, .page').first().waitFor()
  return one
}
const named = (who, lang, path) => `${who}-${lang}-${path.slice(1).replace(/\W+/g, '_') || 'start'}`

async function walk(browser, house, at, lang, theme, who) {
  const paths = [...new Set(Object.values(ROUTES).flatMap((r) => r[who]?.(at.of[lang]) ?? []))].filter((p) => !process.env.PATHS || RegExp(process.env.PATHS).test(p))
  if (!paths.length) return
  const { page, context, complaints, said } = await windowOf(browser, house, at, who, lang, theme)
  await step(`${who}, ${lang}, ${theme}: ${paths.length} pages have their words and figures, fit at 1366 and 200 % zoom, stand still, and axe finds nothing serious`, page, async () => {
    const bad = []
    for (const path of paths) bad.push(...await look(page, house.url + path, named(who, lang, path), { lang, inside: lang === 'en' && !/\/no\/such/.test(path), said }))
    bad.push(...complaints)
    if (bad.length) throw new Error([...new Set(bad)].join('\n'))
  })
  await context.close()
}

async function pages({ browser, house, teacher }) {
  const at = await learn(house, teacher, await scene(house, teacher, { seats: 16, days: 10 }))
  /* The router itself says which routes there are. */
  const { page, context } = await open(browser)
  await step('every route of the router is walked', page, async () => {
    await page.goto(`${house.url}/sign-in`)
    await page.locator('main, .page').first().waitFor()
    const known = await page.evaluate(() => document.querySelector('#app').__vue_app__.config.globalProperties.$router.getRoutes().map((r) => r.path))
    const forgotten = [...new Set(known)].filter((p) => !ROUTES[p]), gone = Object.keys(ROUTES).filter((p) => !known.includes(p))
    if (forgotten.length || gone.length || known.length < 30) throw new Error(`forgotten: ${forgotten}; gone: ${gone}`)
  })
  await context.close()
  await Promise.all([['zh', 'light'], ['en', 'dark']].map(async ([lang, theme]) => { for (const who of FACES) await walk(browser, house, at, lang, theme, who) }))
  await sorted(browser, house, teacher, at)
  await motion(browser, house, teacher, at)
  await elsewhere(house, at)
}
const FACES = ['nobody', 'full', 'empty', 'teacher', 'admin']

/** Wherever names are listed they stand in the server's order: by pinyin, surnames as they are read (曾 among the Z). */
async function sorted(browser, house, teacher, at) {
  const { page, context } = await windowOf(browser, house, at, 'teacher', 'zh', 'light')
  const order = async (id) => (await house.request(teacher, 'GET', `/classes/${id}/roster`)).body.items.map((r) => r.name)
  const [one, two] = [await order(at.one), await order(at.two)]
  await step('names stand by pinyin: roster, attendance, slips, board, stores, people, the class’s door', page, async () => {
    const at1 = one.findIndex((n) => n.startsWith('曾')), bad = []
    if (at1 < 0 || at1 < one.findLastIndex((n) => /^[王谢徐许杨叶于余袁]/.test(n))) bad.push(`the roster itself: ${one}`)
    const lists = [[`/school/classes/${at.one}`, 'tbody tr strong', one], [`/school/classes/${at.one}?tab=attendance`, 'tbody tr strong', one], [`/school/classes/${at.two}`, 'tbody tr strong', two], [`/school/classes/${at.two}/slips`, '.slip .who strong', two],
      [`/school/markets/${at.market}/board`, '.tile strong', one], [`/school/markets/${at.empty}/board`, '.tile strong', two], [`/school/markets/${at.market}`, 'tbody tr strong', one], ['/school/people', 'tbody tr strong', two], [`/enter/${at.code[at.two]}`, '.names button .clip', two]]
    for (const [path, what, wanted] of lists) {
      await go(page, house.url + path)
      if (path === `/school/markets/${at.market}`) await page.locator('th button', { hasText: '学生' }).first().click()
      await page.locator(what).first().waitFor()
      const places = (await page.locator(what).allInnerTexts()).map((n) => wanted.indexOf(n.trim())).filter((i) => i >= 0)
      if (places.length < 10 || places.some((p, i) => i && p < places[i - 1])) bad.push(`${path}: ${places.map((i) => wanted[i]).join(' ')}`)
    }
    if (bad.length) throw new Error(bad.join('\n'))
  })
  await context.close()
}

/** A day plays without motion for who wants none. */
async function motion(browser, house, teacher, at) {
  const { page, context } = await windowOf(browser, house, at, 'full', 'zh', 'light')
  await step('a day that plays does not move for who wants less motion', page, async () => {
    await go(page, `${house.url}/seller/${at.market}`)
    await house.request(teacher, 'PUT', `/markets/${at.market}/clock`, { mode: 'day', force: true })
    await page.locator('section.strip').waitFor()
    const bad = await still(page)
    await page.locator('section.strip').waitFor({ state: 'detached' })
    bad.push(...await still(page))
    if (bad.length) throw new Error(bad.join('\n'))
  })
  await context.close()
}

/** Labs reach the server by a plain http address: no secure context, and everything works all the same. */
async function elsewhere(house, at) {
  const browser = await launch(['--host-resolver-rules=MAP lab.example 127.0.0.1']), url = `http://lab.example:${house.port}`
  const { page, context, complaints } = await open(browser)
  await step('by another address, without a secure context, one works and copies', page, async () => {
    await context.addCookies([{ name: 'cohong_session', value: at.of.zh.student.cookie.split('=')[1], url }])
    await page.goto(`${url}/seller/${at.market}/sourcing/${GOOD}`)
    if (await page.evaluate(() => window.isSecureContext)) throw new Error('the context is secure: the test shows nothing')
    await see(page, '供应商资料')
    await page.locator('.sheet button').first().click()
    await see(page, '已复制')
    await page.goto(`${url}/seller/${at.market}/store`)
    await page.locator('textarea').first().fill('Bags and more, sent within a day.')
    await page.getByRole('button', { name: '保存' }).first().click()
    await see(page, '店铺资料已保存')
    if (complaints.length) throw new Error(complaints.join('\n'))
  })
  await browser.close()
}
module.exports = { FACES, ROUTES, learn, pages, walk }
