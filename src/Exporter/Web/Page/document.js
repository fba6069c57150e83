
// The one place where text meets the document. Everything goes in as text or as an attribute of a known name, and never as markup.

const byId = id => document.getElementById(id);
const drawing = 'http://www.w3.org/2000/svg';

// Text that stays the same is left alone, so that nothing is read out, selected or laid out again without a reason.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function element(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

function shape(tag, attributes, text) {
  const made = document.createElementNS(drawing, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// Shows rows in the body of a table, in the elements that are there already. A row is { cells, kind }, a cell [text, kind], and the
// first cell is the heading of its row.
function fill(id, rows, none) {
  const body = byId(id);
  const heads = [...body.parentElement.tHead.rows[0].cells].map(cell => cell.textContent);
  if (rows.length === 0) rows = [{ cells: [[none, 'none'], ...heads.slice(1).map(() => [''])], kind: 'none' }];
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((row, i) => fillRow(body.rows[i] ?? addRow(body, heads), row));
}

// The roles are those that the elements have; said aloud because a style that lays rows out as cards takes them away.
function addRow(body, heads) {
  const row = body.insertRow();
  row.setAttribute('role', 'row');
  heads.forEach((head, i) => {
    const cell = element(i === 0 ? 'th' : 'td');
    cell.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
    if (i === 0) cell.scope = 'row';
    cell.dataset.head = head;
    row.append(cell);
  });
  return row;
}

function fillRow(row, { cells, kind }) {
  if (row.className !== (kind ?? '')) row.className = kind ?? '';
  cells.forEach(([text, style], i) => {
    const cell = row.cells[i];
    setText(cell, clip(text));
    if (cell.className !== (style ?? '')) cell.className = style ?? '';
  });
}

// Shows a list of [text, kind].
function list(id, items) {
  const place = byId(id);
  while (place.children.length > items.length) place.lastChild.remove();
  items.forEach(([text, kind], i) => {
    const item = place.children[i] ?? place.appendChild(element('li'));
    setText(item, text);
    if (item.className !== (kind ?? '')) item.className = kind ?? '';
  });
}
