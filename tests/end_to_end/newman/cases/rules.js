'use strict';

// What the rules of `postsmith check` claim about scripts and requests, compared with what the engine does.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

// Global names: of JavaScript, of the sandbox, of the app alone, of other programs.
const NAMES = [
  'Object', 'Array', 'Promise', 'JSON', 'Math', 'Map', 'Proxy', 'BigInt', 'Symbol', 'encodeURIComponent', 'escape', 'isNaN', 'console',
  'pm', 'postman', 'require', '_', 'CryptoJS', 'atob', 'btoa', 'tv4', 'xml2Json', 'Backbone', 'cheerio', 'tests', 'globals', 'environment',
  'data', 'request', 'iteration', 'Buffer', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate',
  'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'crypto', 'structuredClone', 'queueMicrotask', 'Blob', 'File', 'Intl', 'AbortController',
  'Event', 'DOMException', 'ReadableStream', 'AggregateError',
  '$', 'jQuery', 'bru', 'hopp', 'insomnia', 'moment', 'lodash', 'chai', 'expect', 'assert', 'fetch', 'axios', 'XMLHttpRequest', 'window',
  'document', 'localStorage', 'process', 'module', 'exports', 'describe', 'it', 'test', 'alert', 'global', 'self',
];
const MODULES = [
  'ajv', 'atob', 'backbone', 'btoa', 'buffer', 'chai', 'cheerio', 'crypto-js', 'csv-parse/lib/sync', 'events', 'fs', 'lodash', 'moment', 'os', 'path',
  'postman-collection', 'punycode', 'querystring', 'stream', 'string_decoder', 'timers', 'tv4', 'url', 'util', 'uuid', 'xml2js', 'assert',
  'crypto', 'csv-parse', 'axios', 'jsonwebtoken', 'node-fetch', 'request', 'faker', 'json-bigint', 'underscore', 'http', 'https', 'zlib', 'lodash3',
];

const events = (scripts) =>
  Object.entries(scripts).map(([listen, lines]) => ({ listen, script: { type: 'text/javascript', exec: [].concat(lines) } }));

const item = (name, request, scripts = {}) => ({ name, request, response: [], event: events(scripts) });

const collection = (items, more = {}) => ({ info: { name: 'Rules', schema: SCHEMA }, item: items, ...more });

// The findings of `postsmith check` in these files, as one group: [{ rule, message }].
function check(...files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rules-'));
  try {
    files.forEach((file, number) => fs.writeFileSync(path.join(folder, `${number}.json`), JSON.stringify(file)));
    const options = { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' };
    try {
      return JSON.parse(execFileSync(process.env.POSTSMITH, ['check', '--format', 'json', '--min-severity', 'note', '.'], options)).findings;
    } catch (failed) {
      return JSON.parse(failed.stdout).findings;
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const rules = (findings) => findings.map(({ rule }) => rule);
const isReported = (file, ...ids) => check(file).some(({ rule }) => ids.includes(rule));

// What one pre-request script prints in the engine.
async function printed(scene, lines) {
  const run = await scene.engine(collection([item('R', { method: 'GET', url: `${scene.mock.url}/api/x` }, { prerequest: lines })]));
  return run.console;
}

const isNewman = (scene) => scene.engine.name === 'runInNewman';

module.exports = {
  'every name that is accepted exists and no other': async (scene) => {
    const lines = NAMES.map((name) => `try { console.log('${name}', typeof ${name} !== 'undefined'); } catch (error) { console.log('${name}', false); }`);
    const exists = new Map((await printed(scene, lines)).map((line) => line.split(' ')));
    const findings = check(collection([item('R', { method: 'GET', url: 'https://api.example.com' }, { prerequest: NAMES.map((name) => `void ${name};`) })]));
    const quoted = (rule) => new Set(findings.filter((one) => one.rule === rule).map(({ message }) => /`([^`]*)`/.exec(message)[1]));
    const [unknown, appOnly] = [quoted('script/unknown-name'), quoted('script/app-only')];
    for (const name of NAMES) {
      const isAccepted = !unknown.has(name) && !(isNewman(scene) && appOnly.has(name));
      assert.equal(exists.get(name), String(isAccepted), name);
    }
  },

  'every module that is accepted can be loaded and no other': async (scene) => {
    const lines = MODULES.map((name) => `try { require('${name}'); console.log('${name} true'); } catch (error) { console.log('${name} false'); }`);
    const loads = new Map((await printed(scene, lines)).map((line) => line.split(' ')));
    for (const name of MODULES) {
      const file = collection([item('R', { method: 'GET', url: 'https://api.example.com' }, { prerequest: `require('${name}');` })]);
      assert.equal(loads.get(name), String(!isReported(file, 'script/unknown-module')), name);
    }
  },

  'members of the app alone are missing in Newman': async (scene) => {
    const members = ['pm.require', 'pm.vault', 'pm.execution.runRequest', 'pm.state', 'pm.datasets', 'pm.execution.setNextRequest', 'pm.visualizer.set'];
    const lines = members.map((member) => `console.log('${member}', typeof ${member} !== 'undefined');`);
    const exists = new Map((await printed(scene, lines)).map((line) => line.split(' ')));
    for (const member of members) {
      const isTold = isReported(collection([item('R', { method: 'GET', url: 'https://api.example.com' }, { prerequest: `${member}('a', 'b');` })]), 'script/app-only');
      // The bare engine of the app has only what needs none of Postman's services.
      if (isNewman(scene) || !isTold) {
        assert.equal(exists.get(member), String(!isTold), member);
      }
    }
  },

  'assertions that are told fail or assert nothing': async (scene) => {
    for (const [line, fails] of [
      ['pm.expect(1).to.eqaul(1);', true],
      ['pm.expect(true).to.be.true();', true],
      ['pm.response.to.have.statuss(200);', true],
      ['pm.expect(1 === 2);', false],
      ['pm.expect(1).to.equal;', false],
      ['pm.expect(1).to.be.a.string;', false],
    ]) {
      const file = collection([item('R', { method: 'GET', url: `${scene.mock.url}/api/x` }, { test: `pm.test('t', () => { ${line} });` })]);
      assert(isReported(file, 'script/assertion'), line);
      const run = await scene.engine(file);
      assert.equal(run.failures.some(({ test }) => test === 't'), fails, line);
    }
  },

  'a script sends the braces of a variable as they stand': async (scene) => {
    const send = `pm.sendRequest('${scene.mock.url}/api/{{base}}', () => {});`;
    const file = collection([item('R', { method: 'GET', url: `${scene.mock.url}/api/x` }, { prerequest: send })], { variable: [{ key: 'base', value: 'me' }] });
    assert(isReported(file, 'script/unresolved-variable'));
    await scene.engine(file);
    const urls = (await scene.mock.log()).map(({ url }) => decodeURIComponent(url));
    assert(urls.some((url) => url.endsWith('/api/{{base}}')), urls.join());
  },

  'of two variables with one name the last is sent though it is disabled': async (scene) => {
    const environment = { name: 'E', values: [{ key: 'A', value: 'one', enabled: true }, { key: 'A', value: 'two', enabled: false }], _postman_variable_scope: 'environment' };
    const file = collection([item('R', { method: 'GET', url: `${scene.mock.url}/api/{{A}}` })]);
    assert(rules(check(file, environment)).includes('lint/disabled-variable'));
    await scene.engine(file, environment);
    assert((await scene.mock.log())[0].url.endsWith('/api/two'));
  },

  'requests that are told are refused or sent as they stand': async (scene) => {
    const url = `${scene.mock.url}/api/x`;
    for (const [rule, request] of [
      ['lint/header-value', { method: 'GET', url, header: [{ key: 'X-Name', value: 'a – b' }] }],
      ['lint/method', { method: 'GET ', url }],
      ['lint/composed-url', { method: 'GET', url: { raw: 'https://{{base}}/x', protocol: 'https', host: ['{{base}}'], path: ['x'] } }],
    ]) {
      const file = collection([item('R', request)], { variable: [{ key: 'base', value: 'https://api.example.com' }] });
      assert(isReported(file, rule), rule);
      const run = await scene.engine(file);
      assert(run.failures.length > 0, `${rule}: it was sent`);
    }
    const braces = collection([item('R', { method: 'GET', url: `${url}/{{ base }}` })], { variable: [{ key: 'base', value: 'me' }] });
    assert(isReported(braces, 'lint/braces'));
    await scene.mock.forgetLog();
    await scene.engine(braces);
    assert(decodeURIComponent((await scene.mock.log())[0].url).endsWith('/{{ base }}'));
  },

  'a next request that does not exist ends the run without a failure': async (scene) => {
    const url = `${scene.mock.url}/api/x`;
    const file = collection([item('A', { method: 'GET', url }, { test: "pm.execution.setNextRequest('C');" }), item('B', { method: 'GET', url })]);
    assert(isReported(file, 'script/next-request'));
    const run = await scene.engine(file);
    assert.equal(run.sent.length, 1);
    assert.deepEqual(run.failures, []);
  },
};
