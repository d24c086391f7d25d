#!/usr/bin/env node
// make.js COHONG FOLDER: a small school as a release leaves it, for tests/suites/44-upgrade: a class with five stores that have traded for ten days.
// COHONG is that release's program. FOLDER gets data/, known.json (passwords, what the market held), and killed/: the same a day later, ended by SIGKILL. Pack it with
//   tar -C FOLDER -c data killed known.json | zstd -19 -o tests/upgrade/VERSION.tar.zst
const { mkdirSync, copyFileSync, cpSync, writeFileSync, rmSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const [, , cohong, folder] = process.argv
const { Live, registration } = require('../live.js')

async function main() {
  const worlds = `${folder}/worlds`
  mkdirSync(worlds, { recursive: true })
  copyFileSync('tests/golden/kitchen.world', `${worlds}/kitchen.world`)
  const live = new Live(`${folder}/data`)
  live.cohong = cohong
  live.worlds = worlds
  await live.start()
  const teacher = await live.signIn('teacher')
  const market = (await live.ask(teacher, 'GET', '/markets')).body.items[0].id
  const clock = async (hours) => {
    await live.ask(teacher, 'PUT', `/markets/${market}/clock`, { mode: 'advance', hours })
    return live.paused(teacher, market)
  }
  const stores = []
  for (let i = 1; i <= 5; i++) stores.push(await live.signIn(`student${i}`))
  const act = async (who, name, body) => {
    const answer = await live.ask(who, 'POST', `/markets/${market}/acts/${name}`, body)
    if (answer.status !== 200) throw new Error(`${who.login} ${name}: ${answer.text}`)
    return answer.body
  }
  for (const [i, who] of stores.entries()) await act(who, 'store.register', registration(i, `Harbour ${i}`))
  await clock(96)
  const goods = (await live.ask(stores[0], 'GET', `/markets/${market}/ask/sourcing.goods?country=US`)).body.goods
    .filter((g) => g.moq * Number(g.cost.amount) < 4000 && g.usual_price)
  for (const [i, who] of stores.entries()) {
    for (const g of [goods[i % goods.length], goods[(i + 5) % goods.length]]) {
      await act(who, 'purchase.create', { good: g.code, quantity: g.moq })
      const about = (await live.ask(who, 'GET', `/markets/${market}/ask/sourcing.good?good=${g.code}&country=US`)).body
      const attributes = Object.fromEntries(about.attributes.filter((a) => a.required && a.value !== null).map((a) => [a.code, String(a.value)]))
      const { id } = await act(who, 'listing.save', { good: g.code, category: g.category, sku: `H${i}-${g.code}`.slice(0, 40), attributes, pictures: 6, handling_days: 1 })
      await act(who, 'listing.words', { listing: id, language: 'en', title: about.names.en.slice(0, 150), bullets: about.features.map((f) => f.line).slice(0, 5),
        description: about.features.map((f) => f.line).join(' '), terms: about.searches.map((s) => s.words).slice(0, 4).join(' ') })
      const quote = (await live.ask(who, 'GET', `/markets/${market}/ask/freight.quotes?good=${g.code}&country=US`)).body.quotes.find((q) => !q.refusal)
      await act(who, 'offer.set', { listing: id, country: 'US', price_minor: Math.round(Number(g.usual_price.amount) * 90), channel: quote.channel, on: true, below_cost: true })
      await act(who, 'listing.publish', { listing: id })
      who.channel = quote.channel
    }
  }
  await clock(24 * 6)
  for (const who of stores) {
    const orders = (await live.ask(who, 'GET', `/markets/${market}/rows/order?limit=20`)).body.rows.filter((o) => o.state === 'paid')
    for (const one of orders.slice(0, 3)) await live.ask(who, 'POST', `/markets/${market}/acts/order.ship`, { order: one.id, channel: who.channel })
  }
  const last = await clock(24)
  await live.ask(stores[0], 'PUT', '/drafts/upgrade', { kept: true })
  const known = { version: spawnSync(cohong, ['--version'], { encoding: 'utf8' }).stdout.trim(), market, password: live.password, now: last.clock.now,
    position: last.position, orders: last.totals.orders, stores: {} }
  for (const who of stores) {
    const rows = async (table) => (await live.ask(who, 'GET', `/markets/${market}/rows/${table}?limit=500`)).body.rows.length
    known.stores[who.login] = { order: await rows('order'), listing: await rows('listing'), purchase: await rows('purchase'), entry: await rows('entry') }
  }
  await live.end('SIGTERM')
  const replay = spawnSync(cohong, ['replay', market, '--verify', '--data', `${folder}/data`], { encoding: 'utf8' })
  if (replay.status) throw new Error(replay.stdout + replay.stderr)
  known.digest = replay.stdout.match(/digest (\S+)/)[1]
  cpSync(`${folder}/data`, `${folder}/killed`, { recursive: true })
  live.where = ['--data', `${folder}/killed`]
  await live.start()
  await live.ask(teacher, 'PUT', `/markets/${market}/clock`, { mode: 'advance', hours: 24 })
  await live.paused(teacher, market)
  await live.end('SIGKILL')
  for (const one of ['data', 'killed']) for (const file of ['lock', 'control']) rmSync(`${folder}/${one}/${file}`, { force: true })
  writeFileSync(`${folder}/known.json`, JSON.stringify(known, null, 1) + '\n')
  console.log(known)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
