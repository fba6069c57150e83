'use strict';

// Words and numbers as people read them. Power comes in watts and energy in microjoules.

const componentNames = new Map([['cpu', 'CPU'], ['dram', 'Memory'], ['gpu', 'GPU'], ['platform', 'Rest of the machine']]);
const methodNames = new Map([
  ['counter', 'hardware counter'], ['integrated', 'measured power, integrated'], ['model', 'MODEL, not a measurement']]);

const nameOf = component => componentNames.get(component) ?? component;
const methodOf = method => methodNames.get(method) ?? method;
const words = text => text.replaceAll('_', ' ');

const formats = [0, 1, 2, 3].map(digits => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const number = (value, digits) => formats[digits].format(value);

const watts = value => value === null ? 'unknown' : number(value, 2) + ' W';

function joules(microjoules) {
  const value = microjoules / 1e6;
  if (value >= 3.6e6) return number(value / 3.6e6, 3) + ' kWh';
  return value >= 1e4 ? number(value / 1e3, 2) + ' kJ' : number(value, 2) + ' J';
}

function duration(seconds) {
  if (seconds < 120) return number(Math.max(0, seconds), 0) + ' s';
  return seconds < 7200 ? number(seconds / 60, 0) + ' min' : number(seconds / 3600, 0) + ' h';
}

// Names come from guests and containers, of any length.
const clip = (text, length = 120) => text.length > length ? text.slice(0, length - 1) + '…' : text;
