
// A look at the counters: { sequence, time, host, uses }, energies in microjoules by component and by who used them, null where nothing
// is known. Looks come from what the exporter kept and from snapshots.

// What the chart calls the uses, and of what kind the rows of each are.
const useNames = new Map([['vms', 'VMs'], ['containers', 'Containers'], ['system', 'System'], ['idle', 'Idle'], ['unattributed', 'Unattributed']]);
const useKinds = { vms: 'VM', containers: 'container', system: 'system', idle: 'idle', unattributed: 'unattributed' };

// The sum of what is known, or null when nothing is.
const known = values => values.reduce((total, value) => value === null ? total : (total ?? 0) + value, null);

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));

// Watts by who uses them, as the rows have them.
const usesNow = rows => mapValues(useKinds, kind => known(rows.filter(row => row.kind === kind && !row.ended).map(row => row.watts)));

function lookOf(data, rows) {
  const live = Object.values(data.host).some(energy => energy.watts !== null);
  const energyOf = kind => rows.filter(row => row.kind === kind).reduce((total, row) => total + row.active + row.idle, 0);
  return {
    sequence: data.sequence, time: Date.parse(data.time),
    host: mapValues(data.host, energy => energy.watts === null ? null : energy.energy_microjoules),
    uses: mapValues(useKinds, kind => live ? energyOf(kind) : null),
  };
}

// The look an interval before a snapshot, for when there is nothing older.
function lookBefore(look, data, rows) {
  const milliseconds = data.interval_nanoseconds / 1e6;
  const minus = (energy, power) => energy === null ? null : energy - (power ?? 0) * milliseconds * 1e3;
  const uses = usesNow(rows);
  return {
    sequence: look.sequence - 1, time: look.time - milliseconds,
    host: mapValues(look.host, (energy, component) => minus(energy, data.host[component].watts)),
    uses: mapValues(look.uses, (energy, use) => minus(energy, uses[use])),
  };
}

const looksOf = history => history.sequence.map((sequence, i) => ({
  sequence, time: history.time_unix_milliseconds[i],
  host: mapValues(history.host_microjoules, column => column[i]),
  uses: mapValues(useKinds, (_, use) => history[use + '_microjoules'][i]),
}));
