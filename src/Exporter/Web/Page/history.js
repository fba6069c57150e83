
// The power of the last minutes, collected from when the page was opened. A point is the mean between two looks, made of the counters
// of energy: nothing is missed between them, also when the page was hidden for a while.

const historySpan = 5 * 60 * 1000;

class PowerHistory {
  points = [];
  #last = null;

  // Takes the snapshot in. Returns false when its counters began anew, that is when the exporter was restarted.
  add(data) {
    if (data.time === null || data.intervals === 0) return true;
    const now = { sequence: data.sequence, time: Date.parse(data.time), host: data.host };
    const last = this.#last;
    this.#last = now;
    if (last === null) return this.#begin(now, data.interval_nanoseconds / 1e6);
    if (last.sequence === now.sequence && last.time === now.time) return true;
    if (this.#restarted(last, now)) return false;
    const length = now.time - last.time;

    // A clock that was set, or an absence longer than the chart: no mean of that says anything.
    if (length > 0 && length < historySpan) this.#keep(last.time, now.time, component =>
      component in last.host ? (now.host[component].energy_microjoules - last.host[component].energy_microjoules) / (length * 1e3) : null);
    return true;
  }

  #restarted(last, now) {
    return now.sequence < last.sequence
      || Object.entries(last.host).some(([component, old]) => !(now.host[component]?.energy_microjoules >= old.energy_microjoules));
  }

  #begin(now, length) {
    this.#keep(now.time - length, now.time, component => now.host[component].watts);
    return true;
  }

  #keep(from, to, power) {
    const parts = {};
    for (const component of Object.keys(this.#last.host)) parts[component] = power(component) ?? 0;
    this.points.push({ from, to, parts, total: Object.values(parts).reduce((a, b) => a + b, 0) });
    this.points = this.points.filter(point => point.to > to - historySpan && point.to <= to);
  }

  // Lowest, mean and highest, or null when there is nothing yet.
  summary() {
    if (this.points.length === 0) return null;
    const totals = this.points.map(point => point.total);
    const time = this.points.reduce((a, point) => a + point.to - point.from, 0);
    const mean = this.points.reduce((a, point) => a + point.total * (point.to - point.from), 0) / time;
    return { lowest: Math.min(...totals), mean, highest: Math.max(...totals), time };
  }
}
