
// Draws the history: components, or who used them, stacked; time to the right, steps because each point is a mean. Lengths are CSS pixels.

const chartHeight = 160;
const chartMargin = { left: 44, right: 8, top: 10, bottom: 22 };

// The next number that is easy to read and to halve.
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return unit * [1, 2, 3, 4, 5, 6, 8, 10].find(step => step * unit >= value * 0.999);
}

function drawChart(history, by) {
  const place = byId('chart');
  const width = Math.max(240, place.clientWidth);
  const end = history.points.at(-1)?.to ?? 0;
  const highest = roundUp(Math.max(0, ...history.points.map(point => point.total)));
  const x = time => Math.max(chartMargin.left, width - chartMargin.right - (end - time) / historySpan * (width - chartMargin.left - chartMargin.right));
  const y = power => chartHeight - chartMargin.bottom - power / highest * (chartHeight - chartMargin.top - chartMargin.bottom);
  place.setAttribute('viewBox', `0 0 ${width} ${chartHeight}`);
  place.setAttribute('height', chartHeight);
  place.replaceChildren(...chartGrid(width, highest, y), ...chartAreas(history.points, by, x, y));
  const summary = history.summary();
  if (summary === null) return;
  const minutes = summary.time < 100e3 ? duration(summary.time / 1e3) : number(summary.time / 60e3, 0) + ' min';
  setText(byId('summary'), `Last ${minutes}: lowest ${number(summary.lowest, 1)} W, mean ${number(summary.mean, 1)} W, highest ${number(summary.highest, 1)} W.`);
}

function chartGrid(width, highest, y) {
  const lines = [0, highest / 2, highest].flatMap(power => [
    shape('line', { class: 'grid', x1: chartMargin.left, x2: width - chartMargin.right, y1: y(power), y2: y(power) }),
    shape('text', { class: 'tick', x: chartMargin.left - 6, y: y(power) + 4, 'text-anchor': 'end' }, number(power, power > 0 && highest < 5 ? 1 : 0) + ' W'),
  ]);
  const bottom = chartHeight - 5;
  return [...lines,
    shape('text', { class: 'tick', x: chartMargin.left, y: bottom }, number(historySpan / 60e3, 0) + ' min ago'),
    shape('text', { class: 'tick', x: width - chartMargin.right, y: bottom, 'text-anchor': 'end' }, 'now')];
}

// One area for each name and each stretch without a gap. What is not known has no height, and so no area.
function chartAreas(points, by, x, y) {
  const stretches = [];
  for (const point of points) {
    if (stretches.at(-1)?.at(-1).to === point.from) stretches.at(-1).push(point);
    else stretches.push([point]);
  }
  const names = [...(by === 'parts' ? componentNames : useNames).keys()];
  return stretches.flatMap(stretch => {
    const base = stretch.map(() => 0);
    return names.filter(name => stretch.some(point => point[by][name] > 0)).map(name => {
      const upper = [], lower = [];
      stretch.forEach((point, i) => {
        const low = base[i], high = base[i] += point[by][name] ?? 0;
        upper.push(`${x(point.from)},${y(high)}`, `${x(point.to)},${y(high)}`);
        lower.unshift(`${x(point.to)},${y(low)}`, `${x(point.from)},${y(low)}`);
      });
      return shape('polygon', { class: 'area ' + name, points: [...upper, ...lower].join(' ') });
    });
  });
}
