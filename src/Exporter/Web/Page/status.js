
// Says whether the figures are of now. The state is read out when it changes; the age beside it ticks silently.

let seenAt = null;
let seenAge = 0;
let runningBuild = null;
let restart = '';

function setState(text, isBad, isStale) {
  const place = byId('status');
  setText(place, text);
  place.className = isBad ? 'bad' : 'good';
  document.body.classList.toggle('stale', isStale);
}

function showAge() {
  if (seenAt === null) return;
  const age = seenAge + (performance.now() - seenAt) / 1e3;
  const isStale = document.body.classList.contains('stale');
  setText(byId('age'), isStale ? `These figures are ${duration(age)} old.` : age < 15 ? '' : `${duration(age)} old.`);
}

function showState(data, restarted) {
  seenAt = performance.now();
  seenAge = data.sample_age_seconds ?? 0;
  const build = data.version + ' ' + data.revision;
  runningBuild ??= build;
  if (restarted) restart = ` wattshare was restarted at ${new Date().toLocaleTimeString()}; its counters began at 0.`;
  const fault = data.unhealthy ?? data.waiting_for;
  if (fault) setState(fault, true, data.unhealthy !== null);
  else if (build !== runningBuild) setState('Live. wattshare was updated: reload this page.', false, false);
  else setState('Live, sampled every ' + number(data.interval_nanoseconds / 1e9, 2) + ' s.' + restart, false, false);
  const busy = data.busy_ratio === null ? '' : ', ' + number(data.busy_ratio * 100, 0) + ' % busy';
  setText(byId('facts'), `version ${data.version} · ${data.hardware_threads} threads${busy}`);
  showAge();
}

function showSilence(error) {
  setState('wattshare does not answer (' + error.message + ').', true, true);
  showAge();
}
