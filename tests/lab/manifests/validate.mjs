// Checks manifests against the schemas of Kubernetes and of the Prometheus operator.
//
//   node validate.mjs NODE_MODULES < objects.json
//
// The input is a JSON array of objects. Prints one fault a line and ends with status 1 when there is one. The schemas allow fields
// that they do not know, as the API server does; here such a field is a fault. A field is known when the validator looks at it: it
// gets the object behind proxies that write down what was asked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
const kubernetes = 'kubernetes-models/_schemas/IoK8sApi';
const schemas = {
  'v1': `${kubernetes}CoreV1`,
  'apps/v1': `${kubernetes}AppsV1`,
  'networking.k8s.io/v1': `${kubernetes}NetworkingV1`,
  'rbac.authorization.k8s.io/v1': `${kubernetes}RbacV1`,
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/_schemas/ComGithubPrometheusOperatorPrometheusOperatorPkgApisMonitoringV1',
};

const isObject = (value) => typeof value === 'object' && value !== null;

function watched(value, seen) {
  if (!isObject(value)) return value;
  const note = (target, key) => {
    if (!seen.has(target)) seen.set(target, new Set());
    seen.get(target).add(key);
  };
  return new Proxy(value, {
    get: (target, key) => (note(target, key), watched(target[key], seen)),
    has: (target, key) => (note(target, key), key in target),
  });
}

function* unknown(value, seen, path) {
  for (const [key, child] of isObject(value) ? Object.entries(value) : []) {
    if (!Array.isArray(value) && !seen.get(value)?.has(key)) {
      yield `${path}/${key}: no such field`;
    } else {
      yield* unknown(child, seen, `${path}/${key}`);
    }
  }
}

async function faults(object) {
  const name = `${object.kind} ${object.metadata?.name}`;
  const schema = schemas[object.apiVersion];
  if (!schema) return [`${name}: no schema of ${object.apiVersion} is known`];
  const { validate } = await import(pathToFileURL(join(modules, `${schema}${object.kind}.js`)));
  const seen = new Map();
  const errors = validate(watched(object, seen)) ? [] : validate.errors.map((error) => `${error.instancePath}: ${error.keyword} ${JSON.stringify(error.params)}`);
  return [...errors, ...unknown(object, seen, '')].map((fault) => `${name}: ${fault}`);
}

const objects = JSON.parse(readFileSync(0, 'utf8'));
const found = (await Promise.all(objects.map(faults))).flat();
for (const fault of found) console.log(fault);
process.exitCode = found.length === 0 ? 0 : 1;
