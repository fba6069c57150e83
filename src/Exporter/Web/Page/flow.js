
// Draws where the power of each component goes. Bands are exactly as wide as their watts, on both sides; the room between them is for
// the names. Lengths are CSS pixels.

const flowHeight = 240;
const flowSlot = 20;
const flowGap = 6;
const flowBar = 10;
const mostOwners = 8;
const narrow = 500;

// The largest VMs and containers by name, the others of a kind together, then what nobody carries.
function flowTargets(rows) {
  const total = rows.reduce((a, row) => a + (row.watts ?? 0), 0);
  const owners = rows.filter(row => (row.kind === 'VM' || row.kind === 'container') && row.watts > 0).sort((a, b) => b.watts - a.watts);
  const named = owners.filter((row, i) => i < mostOwners && row.watts >= total / 200);
  const targets = named.map(row => ({ name: row.name, kind: row.kind, rows: [row] }));
  for (const [kind, many] of [['VM', 'VMs'], ['container', 'containers']]) {
    const rest = owners.filter(row => row.kind === kind && !named.includes(row));
    if (rest.length > 0) targets.push({ name: number(rest.length, 0) + ' other ' + many, kind, rows: rest });
  }
  for (const kind of ['system', 'idle', 'unattributed']) targets.push({ name: kind, kind, rows: rows.filter(row => row.kind === kind) });
  return targets;
}

const powerOf = (rows, component) =>
  rows.reduce((a, row) => a + row.energies.reduce((b, energy) => b + Math.max(0, row.ended ? 0 : energy[component]?.watts ?? 0), 0), 0);

function flowLinks(data, rows) {
  const targets = flowTargets(rows).map(target => ({ ...target, watts: 0 }));
  const sources = Object.keys(data.host).map(component => ({ component, name: nameOf(component), watts: 0, model: data.modelled.includes(component) }));
  const links = sources.flatMap(source => targets.map(target => ({ source, target, watts: powerOf(target.rows, source.component) })))
    .filter(link => link.watts > 0);
  for (const link of links) {
    link.source.watts += link.watts;
    link.target.watts += link.watts;
  }
  return { sources: sources.filter(node => node.watts > 0), targets: targets.filter(node => node.watts > 0), links };
}

// Puts nodes below each other; a small one gets the room that its name needs, and its bar is in the middle of that.
function stack(nodes, scale, slot) {
  let top = flowGap;
  for (const node of nodes) {
    node.height = node.watts * scale;
    const room = Math.max(node.height, slot);
    node.top = node.next = top + (room - node.height) / 2;
    node.middle = top + room / 2;
    top += room + flowGap;
  }
  return top;
}

function drawFlow(data, rows) {
  const { sources, targets, links } = flowLinks(data, rows);
  const total = sources.reduce((a, node) => a + node.watts, 0);
  const place = byId('flow');
  const width = Math.max(280, place.clientWidth);
  const side = width < narrow ? { left: 72, right: width * 0.5 } : { left: 120, right: 280 };
  const scale = total > 0 ? flowHeight / total : 0;
  const height = Math.max(stack(sources, scale, 3 * flowSlot), stack(targets, scale, flowSlot), 40);
  place.setAttribute('viewBox', `0 0 ${width} ${height}`);
  place.setAttribute('height', height);
  place.replaceChildren(
    ...links.map(link => flowBand(link, scale, side.left + flowBar, width - side.right - flowBar)),
    ...sources.flatMap(node => flowSource(node, side.left)),
    ...targets.flatMap(node => flowTarget(node, width - side.right, side.right)));
  setText(byId('flow-note'), total > 0
    ? 'Each band is as wide as the watts that it carries. The table below has the same figures.' : 'No power is known at this moment.');
}

function flowBand(link, scale, left, right) {
  const thick = link.watts * scale;
  const from = link.source.next + thick / 2, to = link.target.next + thick / 2, middle = (left + right) / 2;
  link.source.next += thick;
  link.target.next += thick;
  const band = shape('path', {
    class: 'band ' + link.source.component, d: `M${left} ${from} C${middle} ${from} ${middle} ${to} ${right} ${to}`, 'stroke-width': thick });
  band.append(shape('title', {}, `${link.source.name} to ${clip(link.target.name)}: ${watts(link.watts)}`));
  return band;
}

function flowSource(node, left) {
  return [
    shape('rect', { class: 'bar ' + node.component, x: left, y: node.top, width: flowBar, height: node.height }),
    shape('text', { class: 'name', x: left - 6, y: node.middle - 3, 'text-anchor': 'end' }, node.name === 'Rest of the machine' ? 'Rest' : node.name),
    shape('text', { class: 'tick', x: left - 6, y: node.middle + 13, 'text-anchor': 'end' }, watts(node.watts)),
    shape('text', { class: 'tick', x: left - 6, y: node.middle + 28, 'text-anchor': 'end' }, node.model ? 'MODEL' : ''),
  ];
}

function flowTarget(node, left, room) {
  const power = number(node.watts, room < narrow / 2 ? 1 : 2) + ' W';

  // A letter of a name is at most 9 pixels wide on average, one of a number 7.
  const letters = Math.max(6, Math.floor((room - 16 - 7 * power.length) / 9));
  const name = shape('text', { class: 'name', x: left + 6, y: node.middle + 4 }, clip(node.name, letters) + ' ');
  name.append(shape('tspan', { class: 'tick' }, power));
  name.append(shape('title', {}, `${node.kind} ${clip(node.name)}: ${power}`));
  return [shape('rect', { class: 'bar', x: left - flowBar, y: node.top, width: flowBar, height: node.height }), name];
}
