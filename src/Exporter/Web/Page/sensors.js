
// What the figures stand on: how each component is measured, the sensors, and what is wrong with its fix.

function showMethods(data) {
  const items = data.modelled.map(component =>
    [nameOf(component) + ': MODEL, not a measurement. These watts are computed from how busy the machine is; nothing measured them.', 'note']);
  if (data.measured.length > 0) items.push(['Measured: ' + data.measured.map(nameOf).join(', ') + '.', 'soft']);
  if (items.length === 0) items.push(['Nothing is measured yet.', 'note']);
  list('methods', items);
}

function describe(data, component) {
  const kinds = new Set(data.sensors.filter(sensor => sensor.component === component).map(sensor => methodOf(sensor.method)));
  return kinds.size > 0 ? [...kinds].join(' and ') : 'no sensor at present';
}

// Random errors add up by squares, and so do the two kinds: one standard deviation, as in the metrics.
function offBy(uncertainty, energy) {
  if (!uncertainty || energy <= 0) return '';
  return '± ' + number(100 * Math.hypot(uncertainty.random_microjoules, uncertainty.systematic_microjoules) / energy, 2) + ' %';
}

function showComponents(data) {
  const floors = new Map(data.idle_floors.map(floor => [floor.component, floor]));
  const rules = new Map(data.attribution.map(rule => [rule.component, rule]));
  fill('components', Object.entries(data.host).map(([component, energy]) => {
    const floor = floors.get(component), rule = rules.get(component);
    const idle = floor && floor.watts !== null ? watts(floor.watts) + ' (' + words(floor.source) + ')' : 'not known yet';
    const modelled = data.modelled.includes(component);
    return { cells: [[nameOf(component)], [describe(data, component), modelled ? 'model' : ''], [joules(energy.energy_microjoules), 'n'],
      [offBy(data.host_uncertainty[component], energy.energy_microjoules), 'n'], [idle],
      [rule ? words(rule.active) + '; idle: ' + words(rule.idle) : '']] };
  }), 'No component is measured.');
}

const failedReads = sensor => Object.values(sensor.errors).reduce((a, b) => a + b, 0);
const zoneKey = zone => zone.sensor + '\0' + zone.zone;

function showSensors(data) {
  fill('sensors', data.sensors.map(sensor => ({
    cells: [[sensor.sensor], [sensor.zone], [sensor.path],
      [sensor.component ? nameOf(sensor.component) + ', ' + methodOf(sensor.method) : 'shown, not counted'],
      [sensor.up ? 'up' : 'down: ' + sensor.outcome, sensor.up ? 'good' : 'bad'], [number(failedReads(sensor), 0), 'n']],
  })), 'No sensor was found.');
  const faults = Object.entries(data.faults).filter(([, count]) => count > 0);
  list('faults', faults.length > 0
    ? faults.map(([kind, count]) => [words(kind) + ': ' + number(count, 0) + ' times; the log of wattshare says what to do', 'bad'])
    : [['None.', 'soft']]);
  showTrouble(data);
}

const mostTroubles = 50;

// What cannot be read, in the words of `wattshare check`. wattshare asks its sensors again when the state of one changed, and some seconds
// apart: what changed since is told by its state alone.
function showTrouble(data) {
  const up = new Set(data.sensors.filter(sensor => sensor.up).map(zoneKey));
  const missing = data.missing.filter(finding => !up.has(zoneKey(finding)));
  const told = new Set(missing.map(finding => zoneKey(finding) + '\0' + finding.outcome));
  const changed = data.sensors.filter(sensor => !sensor.up && !told.has(zoneKey(sensor) + '\0' + sensor.outcome));
  const silent = new Set(changed.map(zoneKey));
  const all = [
    ...missing.filter(finding => !silent.has(zoneKey(finding))),
    ...changed.map(sensor => ({ ...sensor, message: `It is down: ${sensor.outcome}.`, fix: 'wattshare check' })),
  ];
  const items = all.slice(0, mostTroubles);
  if (all.length > items.length)
    items.push({ sensor: `${number(all.length - items.length, 0)} more`, zone: '', message: 'They are in the table below; wattshare check has them all.', fix: '' });
  const place = byId('trouble');
  const text = JSON.stringify(items.map(item => [item.sensor, item.zone, item.message, item.fix]));
  if (place.dataset.shown === text) return;
  place.dataset.shown = text;
  place.replaceChildren(...items.map(troubleItem));
}

function troubleItem(finding) {
  const item = element('li', 'note');
  item.append(element('strong', '', clip(join([finding.sensor, finding.zone], ' ')) + ': '), element('span', '', clip(finding.message, 500)));
  if (finding.fix) {
    const fix = element('p', 'fix', 'Fix: ');
    fix.append(element('code', '', clip(finding.fix, 800)));
    item.append(fix);
  }
  return item;
}
