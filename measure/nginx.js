// nginx.js: the reference of the school's measurements: nginx gives a page as large as a read's answer to as many clients, in the same run, on the same machine.
const { spawn } = require('node:child_process')
const { mkdirSync, writeFileSync } = require('node:fs')
const http = require('node:http')
const { createServer } = require('node:net')
const { join } = require('node:path')

const BYTES = 16000
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))
const free = () => new Promise((done) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)) }) })

/** How long answers take, in milliseconds: so many clients for so many seconds, each thinking about `think` ms between two requests. */
async function nginx(dir, clients, seconds, think) {
  const port = await free(), agent = new http.Agent({ keepAlive: true, maxSockets: 200 }), www = join(dir, 'www'), times = []
  mkdirSync(www)
  writeFileSync(`${www}/page.json`, 'x'.repeat(BYTES))
  writeFileSync(`${dir}/nginx.conf`, `daemon off; pid ${dir}/nginx.pid; error_log ${dir}/error.log; ${process.getuid() === 0 ? 'user root;' : ''} worker_processes 2; events {}
http { access_log off; client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
server { listen 127.0.0.1:${port}; root ${www}; } }\n`)
  const server = spawn('nginx', ['-c', `${dir}/nginx.conf`, '-p', dir], { stdio: 'ignore' })
  const ask = () => new Promise((done, failed) => {
    http.get({ port, host: '127.0.0.1', path: '/page.json', agent }, (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode === 200 ? done() : failed(new Error(`nginx: ${answer.statusCode}`))))
    }).on('error', failed)
  })
  for (let tries = 0; tries < 100 && (await ask().then(() => false, () => true)); tries++) await sleep(100)
  const until = Date.now() + seconds * 1000
  try {
    await Promise.all(Array.from({ length: clients }, async () => {
      await sleep(Math.random() * think) // nobody begins at once
      while (Date.now() < until) {
        const before = performance.now()
        await ask()
        times.push(performance.now() - before)
        await sleep(think * (0.5 + Math.random()))
      }
    }))
  } finally {
    server.kill()
    agent.destroy()
  }
  return times.sort((a, b) => a - b)
}

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN

/** Prints median, 99th percentile and number; and how many times the reference's they are. */
function tell(what, times, reference) {
  times.sort((a, b) => a - b)
  for (const [name, share] of [['p50', 0.5], ['p99', 0.99]]) {
    console.log(`${what}_${name} ${at(times, share).toFixed(2)} ms`)
    if (reference) console.log(`${what}_${name}_over_nginx ${(at(times, share) / at(reference, share)).toFixed(2)} ratio`)
  }
  console.log(`${what}_n ${times.length} requests`)
}

module.exports = { nginx, tell }
