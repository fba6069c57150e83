
// Makes rows of the snapshot: who carries the host's energy, and the processes. The rows of "Everything" add up to the host.

// Over all components. Power is null when that of no component is known.
function sum(energies) {
  const total = { energy: 0, watts: null };
  for (const energy of energies) {
    for (const part of Object.values(energy)) {
      total.energy += part.energy_microjoules;
      if (part.watts !== null) total.watts = (total.watts ?? 0) + part.watts;
    }
  }
  return total;
}

// One row. The energies stay in it for the flow, which wants them by component.
function consumer(kind, name, detail, active, idle, ended = false) {
  const power = ended ? { watts: 0 } : sum([...active, ...idle]);
  return { kind, name, detail, active: sum(active).energy, idle: sum(idle).energy, watts: power.watts, energies: [...active, ...idle], ended };
}

const join = (parts, separator) => parts.filter(part => part).join(separator);

const machineRow = row => consumer('VM', row.vm ?? '(ended)', join([row.hypervisor, row.uuid], ' '), [row.active], [row.idle], row.ended);

function containerRow(row) {
  const name = row.pod ? row.namespace + '/' + row.pod + '/' + row.container : row.container;
  const detail = join([row.runtime, (row.container_id ?? '').slice(0, 12), row.image], ' ');
  return consumer('container', name ?? '(ended)', detail, [row.active], [row.idle], row.ended);
}

function processRow(row) {
  const owner = join([row.vm && 'VM ' + row.vm, row.container_id && 'container ' + row.container_id.slice(0, 12)], ', ');
  return consumer('process', row.command, 'PID ' + row.pid + ', ' + (owner || 'host'), [row.active], []);
}

function ownerRows(data) {
  return [
    ...data.vms.map(machineRow),
    ...data.containers.map(containerRow),
    consumer('system', 'system', 'host processes outside VMs and containers', [data.system], []),
    consumer('idle', 'idle', 'idle power that nobody reserved', [], [data.idle]),
    ...Object.entries(data.unattributed).map(([reason, energy]) => consumer('unattributed', 'unattributed', words(reason), [energy], [])),
  ];
}

function processRows(data) {
  return [...data.processes.map(processRow), consumer('process', 'other processes', 'without a row of their own, ended ones included', [data.process_other], [])];
}
