
// Asks for the snapshot again and again, and shows it.

const period = 2000;
const powerHistory = new PowerHistory();
let latest = null;
let paused = false;
let looking = false;
let timer = 0;

// Relative, so that it works below a prefix of a proxy; and without a password that was typed into the address bar, which fetch refuses.
function snapshotAddress() {
  const address = new URL('api/v1/snapshot', document.baseURI);
  address.username = address.password = '';
  return address;
}

function show(data) {
  const restarted = !powerHistory.add(data);
  const total = sum([data.host]).watts;
  setText(byId('total'), total === null ? '–' : number(total, 1));
  document.title = (total === null ? '' : number(total, 1) + ' W · ') + 'wattshare';
  list('legend', Object.entries(data.host).map(([component, energy]) => [nameOf(component) + ' ' + watts(energy.watts), component]));
  showState(data, restarted);
  showMethods(data);
  showComponents(data);
  showSensors(data);
  const rows = { owners: ownerRows(data), process: processRows(data) };
  showConsumers(rows);
  latest = { data, rows };
  draw();
  byId('main').dataset.sequence = data.sequence;
}

function draw() {
  drawChart(powerHistory);
  if (latest) drawFlow(latest.data, latest.rows.owners);
}

async function ask() {
  const answer = await fetch(snapshotAddress(), { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(30000) });
  if (answer.status === 401) throw new Error('it wants a login: reload the page');
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  return answer.text();
}

// However large the answer is, the browser works on it for a tenth of the time at most.
async function look() {
  if (looking || paused || document.hidden) return;
  looking = true;
  let wait = period;
  try {
    const text = await ask();
    const begin = performance.now();
    if (!paused) show(JSON.parse(text));
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
addEventListener('resize', draw);
setInterval(showAge, 1000);
startTable();
look();
