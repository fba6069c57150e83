
// The table of consumers: which rows, in what order, and how many of them. It holds what the reader chose; a new snapshot only brings
// new rows. However many there are, the document gets a few hundred at most.

const firstRows = 100;
const mostRows = 1000;
const textKeys = new Set(['name', 'kind', 'detail']);
const collator = new Intl.Collator('en', { numeric: true });

const choice = { view: 'owners', key: 'watts', descending: true, words: [], limit: firstRows };
let consumers = { owners: [], process: [] };

function compare(a, b) {
  const { key, descending } = choice;
  const order = textKeys.has(key) ? collator.compare(a[key], b[key]) : (a[key] ?? -1) - (b[key] ?? -1);
  return (descending ? -order : order) || collator.compare(a.name, b.name) || collator.compare(a.detail, b.detail);
}

function chosenRows() {
  const kind = { vm: 'VM', container: 'container' }[choice.view];
  const all = choice.view === 'process' ? consumers.process : consumers.owners;
  return all.filter(row => (!kind || row.kind === kind) && choice.words.every(word => row.text.includes(word)));
}

// The text that the filter looks at is made once a row.
function showConsumers(rows) {
  consumers = rows;
  for (const row of [...rows.owners, ...rows.process]) row.text = (row.name + ' ' + row.kind + ' ' + row.detail).toLowerCase();
  renderTable();
}

function renderTable() {
  const rows = chosenRows().sort(compare);
  const shown = rows.slice(0, choice.limit);
  fill('rows', shown.map(row => ({
    kind: row.ended ? 'ended' : '',
    cells: [[row.name], [row.kind], [row.ended ? 'ended' : watts(row.watts), 'n'], [joules(row.active), 'n'], [joules(row.idle), 'n'], [row.detail]],
  })), choice.words.length > 0 ? 'Nothing matches the filter.' : 'There is none here.');
  const power = rows.reduce((a, row) => a + (row.watts ?? 0), 0);
  const hidden = rows.length - shown.length;
  const rest = hidden > 0 ? ` ${number(hidden, 0)} ${hidden === 1 ? 'is' : 'are'} not shown; the filter looks at all.` : '';
  setText(byId('shown'), `${tableSize(shown.length, rows.length)}, together ${watts(power)}.${rest}`);
  const more = byId('more');
  more.hidden = hidden === 0 || choice.limit >= mostRows;
  return tableSize(shown.length, rows.length);
}

const tableSize = (shown, all) => shown === all ? number(all, 0) + (all === 1 ? ' row' : ' rows') : `The first ${number(shown, 0)} of ${number(all, 0)} rows`;

// What the reader does is said to who cannot see it; what only time does is not.
function changeTable(text) {
  const size = renderTable();
  setText(byId('announce'), text + ': ' + size);
}

function markOrder() {
  for (const head of byId('consumers').tHead.rows[0].cells) {
    if (head.dataset.key === choice.key) head.setAttribute('aria-sort', choice.descending ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  }
}

function sortBy(head) {
  const key = head.dataset.key;
  choice.descending = choice.key === key ? !choice.descending : !textKeys.has(key);
  choice.key = key;
  markOrder();
  changeTable(`Sorted by ${head.textContent}, ${choice.descending ? 'highest first' : 'lowest first'}`);
}

function startTable() {
  markOrder();
  byId('consumers').tHead.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button) sortBy(button.parentElement);
  });
  byId('controls').addEventListener('submit', event => event.preventDefault());
  byId('controls').addEventListener('input', event => {
    choice.view = byId('controls').elements.view.value;
    choice.words = byId('filter').value.toLowerCase().split(/\s+/).filter(word => word);
    choice.limit = firstRows;
    changeTable(event.target.id === 'filter' ? 'Filtered' : 'Changed');
  });
  byId('more').addEventListener('click', () => {
    choice.limit = Math.min(mostRows, choice.limit + 200);
    changeTable('More');
  });
}
