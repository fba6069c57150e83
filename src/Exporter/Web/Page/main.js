
// Asks for the snapshot again and again, and shows it.

const period = 2000;
const powerHistory = new PowerHistory();
let latest = null;
let paused = false;
let looking = false;
let lookedAt = 0;
let timer = 0;

// Relative, so that it works below a prefix of a proxy; and without a password that was typed into the address bar, which fetch refuses.
function addressOf(path) {
  const address = new URL(path, document.baseURI);
  address.username = address.password = '';
  return address;
}

function show(data) {
  const rows = { owners: ownerRows(data), process: processRows(data) };
  const restarted = !powerHistory.add(data, rows.owners);
  const total = sum([data.host]).watts;
  setText(byId('total'), total === null ? '–' : number(total, 1));
  document.title = (total === null ? '' : number(total, 1) + ' W · ') + 'wattshare';
  showState(data, restarted);
  showMethods(data);
  showComponents(data);
  showSensors(data);
  showConsumers(rows);
  latest = { data, rows };
  draw();
  byId('main').dataset.sequence = data.sequence;
}

function draw() {
  const by = byId('by').querySelector(':checked').value;
  drawChart(powerHistory, by);
  if (!latest) return;
  drawFlow(latest.data, latest.rows.owners);
  list('legend', by === 'parts'
    ? Object.entries(latest.data.host).map(([component, energy]) => [nameOf(component) + ' ' + watts(energy.watts), component])
    : Object.entries(usesNow(latest.rows.owners)).map(([use, power]) => [useNames.get(use) + ' ' + watts(power), use]));
}

async function ask(path) {
  const answer = await fetch(addressOf(path), { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(30000) });
  if (answer.status === 401) throw new Error('it wants a login: reload the page');
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  return answer.text();
}

// At the start, and after an absence of the reader, of the exporter or of the whole machine.
async function remember() {
  if (Math.abs(Date.now() - lookedAt) > 5 * period) powerHistory.load(JSON.parse(await ask('api/v1/history')));
}

// However large the answer is, the browser works on it for a tenth of the time at most.
async function look() {
  if (looking || paused || document.hidden) return;
  looking = true;
  let wait = period;
  try {
    await remember();
    const text = await ask('api/v1/snapshot');
    const begin = performance.now();
    if (!paused) show(JSON.parse(text));
    lookedAt = Date.now();
    wait = Math.max(period, 10 * (performance.now() - begin));
  } catch (error) {
    showSilence(error);
  }
  looking = false;
  clearTimeout(timer);
  timer = setTimeout(look, wait);
}

function pause() {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', paused);
  if (paused) setState('Paused.', false, false);
  else look();
}

byId('pause').addEventListener('click', pause);
document.addEventListener('visibilitychange', look);
byId('by').addEventListener('change', draw);
addEventListener('resize', draw);
setInterval(showAge, 1000);
startTable();
look();
