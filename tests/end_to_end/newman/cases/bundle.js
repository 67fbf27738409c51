'use strict';

// A new colleague's first minutes: the bundle is unpacked, `postsmith env` fills a private environment from .env, and the collection logs in.

const assert = require('assert');
const { execFileSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { apiCalls, authorizations, header, refreshes, tokenCalls } = require('../requests');
const { unzip } = require('../unzip');

// Gives the folder of an unpacked bundle, and takes it away in the end.
async function unpacked(play) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  try {
    const archive = path.join(folder, 'tallyfy.zip');
    execFileSync(process.env.POSTSMITH, ['bundle', '--preset', 'tallyfy', '--output', archive], { stdio: 'pipe' });
    unzip(archive, folder);
    return await play(path.join(folder, 'tallyfy'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

// Writes a .env and lets `postsmith env` make the private environment of it; gives both as read.
function fill(folder, values) {
  fs.writeFileSync(path.join(folder, '.env'), Object.entries(values).map(([name, value]) => `${name}='${value}'\n`).join(''));
  const arguments_ = ['env', 'tallyfy-production.postman_environment.json', '--from', '.env', '--no-input'];
  execFileSync(process.env.POSTSMITH, arguments_, { cwd: folder, stdio: 'pipe' });
  const file = path.join(folder, 'tallyfy-production.private.postman_environment.json');
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  return { collection: read('tallyfy.postman_collection.json'), environment: JSON.parse(fs.readFileSync(file, 'utf8')) };
}

const find = ({ item }, name) => item.flatMap((one) => one.item || [one]).find((one) => one.name === name);

module.exports = {
  'logs in with values from .env, asks who it is, and refreshes': (scene) =>
    unpacked(async (folder) => {
      const secret = crypto.randomBytes(12).toString('hex');
      const password = crypto.randomBytes(12).toString('hex');
      const { collection, environment } = fill(folder, {
        TALLYFY_BASE_URL: scene.mock.baseUrl,
        TALLYFY_ORG_ID: crypto.randomBytes(16).toString('hex'),
        TALLYFY_CLIENT_ID: '1001',
        TALLYFY_CLIENT_SECRET: secret,
        TALLYFY_USERNAME: 'ada@example.com',
        TALLYFY_PASSWORD: password,
      });
      await scene.mock.settings({ client_secret: secret, password });
      const play = async (names, values) => {
        await scene.mock.forgetLog();
        const item = names.map((name) => find(collection, name));
        const run = await scene.engine({ ...collection, item }, { ...environment, values });
        run.log = await scene.mock.log();
        assert.deepEqual([run.failures, run.exceptions], [[], []]);
        const [me] = apiCalls(run);
        assert(me.url.endsWith('/me'));
        assert.equal(header(me, 'x-tallyfy-client'), 'APIClient');
        assert.deepEqual(authorizations(run), [`Bearer ${run.values.get('TALLYFY_ACCESS_TOKEN')}`]);
        return run;
      };
      const first = await play(['POST - Get Access Token', 'GET - Verify Access Token'], environment.values);
      const [login] = tokenCalls(first);
      assert.equal(new URLSearchParams(login.body).get('grant_type'), 'password');
      // Half a year later.
      await scene.mock.expire('access');
      const kept = new Map([...first.values, ['TALLYFY_TOKEN_EXPIRY', String(Date.now() - 1000)]]);
      const values = [...kept].map(([key, value]) => ({ key, value, enabled: true }));
      const later = await play(['GET - Verify Access Token'], values);
      assert.equal(refreshes(later).length, 1);
      assert.notEqual(later.values.get('TALLYFY_ACCESS_TOKEN'), first.values.get('TALLYFY_ACCESS_TOKEN'));
    }),
};
