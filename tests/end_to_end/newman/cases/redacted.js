'use strict';

// What `postsmith redact` took out is sent as before when its values come from an environment.

const assert = require('assert');
const { execFileSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

// Made anew at each run: none was ever issued.
function secrets() {
  const made = () => crypto.randomBytes(20).toString('hex');
  return { bearer: made(), key: made(), body: made(), form: made(), query: made(), script: made(), password: made(), variable: made(), parts: made() };
}

function collection(base, secret) {
  const item = (name, request, exec) => ({
    name,
    request: { method: 'POST', url: `${base}/redacted/${name}`, ...request },
    response: [],
    ...(exec && { event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec } }] }),
  });
  const basic = Buffer.from(`svc:${secret.password}`).toString('base64');
  return {
    info: { name: 'Redacted', schema: SCHEMA },
    variable: [{ key: 'shopToken', value: secret.variable }],
    item: [
      item('bearer', { auth: { type: 'bearer', bearer: [{ key: 'token', value: secret.bearer, type: 'string' }] } }),
      item('basic', { header: [{ key: 'Authorization', value: `Basic ${basic}` }] }),
      item('key', { header: [{ key: 'X-API-Key', value: secret.key }, { key: 'X-Token', value: '{{shopToken}}' }] }),
      item('query', { url: `${base}/redacted/query?api_key=${secret.query}` }),
      item('json', {
        header: [{ key: 'Content-Type', value: 'application/json' }],
        body: { mode: 'raw', raw: `{\n  "user": "svc",\n  "password": "${secret.body}"\n}` },
      }),
      item('form', { body: { mode: 'urlencoded', urlencoded: [{ key: 'client_secret', value: secret.form }] } }),
      item('script', {}, [
        `const clientToken = '${secret.script}';`,
        `pm.request.headers.add({ key: 'X-Client-Token', value: 'v1 ' + clientToken });`,
        `pm.request.headers.add({ key: 'X-Auth', value: "Bearer ${secret.script}" });`,
      ]),
      // A value in two literals, over two lines, in a template, and in a comment.
      item('parts', {}, [
        `const token = '${secret.parts.slice(0, 20)}' +`,
        `  "${secret.parts.slice(20)}"; // ${secret.parts}`,
        "pm.environment.set('apiSecret', '" + secret.parts.slice(0, 20) + '\\',
        `${secret.parts.slice(20)}');`,
        "pm.request.headers.add({ key: 'X-Parts', value: `${token} ${pm.environment.get('apiSecret')}` });",
      ]),
      // Places that prove nothing themselves.
      item('known', { url: `${base}/redacted/${secret.key}/known?note=a%20${secret.key}`, header: [{ key: 'X-Note', value: `(${secret.key})` }] }),
    ],
  };
}

// What reached the mock, without what differs at each run.
async function received(scene, what, environment) {
  await scene.mock.forgetLog();
  const run = await scene.engine(what, environment);
  assert.deepEqual(run.exceptions, []);
  const isSame = ([name]) => !/^(postman-token|user-agent|content-length)$/i.test(name);
  return (await scene.mock.log()).map(({ method, url, headers, body }) => ({ method, url, headers: headers.filter(isSame), body }));
}

module.exports = {
  'sends the same with the values as environment': async (scene) => {
    const secret = secrets();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'redacted-'));
    try {
      const file = path.join(folder, 'a.postman_collection.json');
      const map = path.join(folder, 'mine.private.postman_environment.json');
      const original = collection(scene.mock.url, secret);
      fs.writeFileSync(file, JSON.stringify(original, null, 2));
      execFileSync(process.env.POSTSMITH, ['redact', '--in-place', '--map', map, file], { stdio: 'pipe' });
      const text = fs.readFileSync(file, 'utf8');
      for (const [name, value] of Object.entries(secret)) {
        assert(!text.includes(value), `${name} is still there`);
      }
      const before = await received(scene, original);
      const after = await received(scene, JSON.parse(text), JSON.parse(fs.readFileSync(map, 'utf8')));
      assert.equal(before.length, 9);
      assert.deepEqual(after, before);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
};
