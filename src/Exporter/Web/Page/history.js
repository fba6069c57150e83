
// The power of the last minutes. A point is the mean between two looks, made of the counters of energy: nothing is missed between them.

const historySpan = 15 * 60 * 1000;

class PowerHistory {
  points = [];
  #last = null;
  #restarted = false;

  // Takes in what the exporter kept. That is finer than what this page saw while it was there, and goes back to before that.
  load(history) {
    const looks = looksOf(history);
    if (looks.length === 0) return;
    this.#restarted ||= this.#last !== null && this.#beganAnew(this.#last, looks.at(-1));
    this.points = this.points.filter(point => point.to <= looks[0].time);
    this.#last = null;
    for (const look of looks) this.#take(look);
  }

  // Takes the snapshot in. Returns false when its counters began anew, that is when the exporter was restarted.
  add(data, rows) {
    if (data.time === null || data.intervals === 0) return true;
    const look = lookOf(data, rows);
    if (this.#last === null || (this.points.length === 0 && this.#last.sequence === look.sequence)) this.#last = lookBefore(look, data, rows);
    this.#take(look);
    this.points = this.points.filter(point => point.to > look.time - historySpan && point.to <= look.time);
    const restarted = this.#restarted;
    this.#restarted = false;
    return !restarted;
  }

  #take(look) {
    const last = this.#last;
    this.#last = look;
    if (last === null) return;
    const beganAnew = this.#beganAnew(last, look);
    this.#restarted ||= beganAnew;

    // The same look again, a clock that was set, or an absence longer than the chart: no mean of that says anything.
    const length = look.time - last.time;
    if (!beganAnew && length > 0 && length < historySpan) this.#keep(last, look, length);
  }

  #beganAnew(last, look) {
    return look.sequence < last.sequence
      || Object.entries(last.host).some(([component, old]) => !(component in look.host) || (look.host[component] ?? old) < (old ?? 0));
  }

  // What is not known at one end is not known in between, which is a gap and not 0.
  #keep(last, look, length) {
    const power = (before, after) => mapValues(after, (energy, name) =>
      energy === null || (before[name] ?? null) === null ? null : (energy - before[name]) / (length * 1e3));
    const parts = power(last.host, look.host), total = known(Object.values(parts));
    if (total !== null) this.points.push({ from: last.time, to: look.time, parts, uses: power(last.uses, look.uses), total });
  }

  // Lowest, mean and highest of the points that tell of the same components as the newest does, or null when there is none.
  summary() {
    const told = point => Object.keys(point.parts).filter(component => point.parts[component] !== null).join();
    const points = this.points.filter(point => told(point) === told(this.points.at(-1)));
    if (points.length === 0) return null;
    const totals = points.map(point => point.total);
    const time = points.reduce((a, point) => a + point.to - point.from, 0);
    const mean = points.reduce((a, point) => a + point.total * (point.to - point.from), 0) / time;
    return { lowest: Math.min(...totals), mean, highest: Math.max(...totals), time };
  }
}
