// clock.js: the lesson's minutes. What people do by hand (read, think, type) is due at the minutes of the plan, and a minute of theirs lasts `minute_ms` here;
// what the machine makes them wait is not shortened, and counts as it is: sixty seconds are a minute.
const sleep = (ms) => new Promise((after) => setTimeout(after, Math.max(0, ms)))

class LessonClock {
  constructor(minute_ms) { Object.assign(this, { minute_ms, started: Date.now(), late_ms: 0 }) }
  begin() { this.started = Date.now() }
  due(minute) { return this.started + this.late_ms + minute * this.minute_ms }
  until(minute) { return sleep(this.due(minute) - Date.now()) }

  /** At which minute of the lesson something is over that was due by hand at `minute`. */
  mark(minute) { return minute + (this.late_ms + Math.max(0, Date.now() - this.due(minute))) / 60000 }

  /** A part of the lesson ends when everybody has done what belongs to it; what that takes beyond the plan makes the rest of the lesson late. */
  async part(end, all) {
    await Promise.all(all)
    const over = Date.now() - this.due(end)
    if (over > 0) this.late_ms += over
    else await sleep(-over)
  }
}

module.exports = { LessonClock, sleep }
