'use strict';

// Every request to the API gets its fixed headers and its Authorization header, each exactly once.
// (That no header is sent twice is checked in every run, see scene.js.)

const assert = require('assert');
const { BASE, authorizations, header, me, postJson, refreshes } = require('../requests');

const listed = (key, value, disabled = false) => ({ key, value, disabled });

async function sendWith(scene, ...headers) {
  await scene.signIn();
  const run = await scene.send(me({ headers }));
  assert.deepEqual(run.failures, []);
  return run;
}

function checkClientHeader(scene, run) {
  assert.equal(header(run.log[0], scene.clientHeader()), 'APIClient');
}

module.exports = {
  'a plain request gets all three headers': async (scene) => {
    const run = await sendWith(scene);
    checkClientHeader(scene, run);
    assert.equal(header(run.log[0], 'accept'), 'application/json');
    assert.equal(header(run.log[0], 'content-type'), undefined);
    assert.deepEqual(authorizations(run), [`Bearer ${scene.values.accessToken}`]);
  },

  'a listed header is sent once': async (scene) => {
    checkClientHeader(scene, await sendWith(scene, listed('X-Tallyfy-Client', 'APIClient')));
  },

  'a header listed twice is sent once': async (scene) => {
    const twice = [listed('X-Tallyfy-Client', 'a'), listed('X-Tallyfy-Client', 'b')];
    checkClientHeader(scene, await sendWith(scene, ...twice, ...twice));
  },

  'a disabled header is sent once': async (scene) => {
    checkClientHeader(scene, await sendWith(scene, listed('X-Tallyfy-Client', 'APIClient', true)));
  },

  'a header in another case is sent once': async (scene) => {
    const headers = [listed('x-tallyfy-client', 'a'), listed('X-TALLYFY-CLIENT', 'b', true)];
    checkClientHeader(scene, await sendWith(scene, ...headers));
  },

  'an Accept header of the request itself wins, once': async (scene) => {
    const run = await sendWith(scene, listed('accept', 'text/plain'), listed('Accept', 'text/csv'));
    assert.equal(header(run.log[0], 'accept'), 'text/csv');
  },

  'a disabled Accept header of the request does not win': async (scene) => {
    const run = await sendWith(scene, listed('Accept', 'text/csv', true));
    assert.equal(header(run.log[0], 'accept'), 'application/json');
  },

  'an Authorization header of the request itself gives way': async (scene) => {
    const run = await sendWith(scene, listed('authorization', 'Bearer fake-other'), listed('Authorization', 'x', true));
    assert.deepEqual(authorizations(run), [`Bearer ${scene.values.accessToken}`]);
  },

  'an Authorization header that names the token is sent once': async (scene) => {
    const run = await sendWith(scene, listed('Authorization', `Bearer {{${scene.variable('accessToken')}}}`));
    assert.deepEqual(authorizations(run), [`Bearer ${scene.values.accessToken}`]);
  },

  'a refreshed token replaces a listed Authorization header': async (scene) => {
    await scene.signIn({ left: -60 });
    const run = await scene.send(me({ headers: [listed('authorization', 'Bearer fake-other')] }));
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  },

  'nothing stored yet gives the client header and no Authorization header': async (scene) => {
    const run = await scene.send(me());
    checkClientHeader(scene, run);
    assert.deepEqual(authorizations(run), [undefined]);
    assert.equal(run.log.length, 1);
    assert(run.console.some((text) => text.includes(scene.constants.login)));
  },

  'a listed Authorization header without its token is not sent': async (scene) => {
    const headers = [listed('Authorization', `Bearer {{${scene.variable('accessToken')}}}`)];
    assert.deepEqual(authorizations(await scene.send(me({ headers }))), [undefined]);
  },

  'a listed Authorization header with a value of its own stays while nothing is stored': async (scene) => {
    const run = await scene.send(me({ headers: [listed('Authorization', 'Bearer fake-own')] }));
    assert.deepEqual(authorizations(run), ['Bearer fake-own']);
  },

  'a request of its own noauth gets the client header and no Authorization header': async (scene) => {
    await scene.signIn({ left: -60 });
    const run = await scene.send(me({ auth: { type: 'noauth' } }));
    checkClientHeader(scene, run);
    assert.deepEqual(authorizations(run), [undefined]);
    assert.equal(refreshes(run).length, 0);
  },

  'a request with another auth of its own keeps it': async (scene) => {
    await scene.signIn({ left: -60 });
    const basic = [{ key: 'username', value: 'ada' }, { key: 'password', value: 'fake' }];
    const run = await scene.send(me({ auth: { type: 'basic', basic } }));
    checkClientHeader(scene, run);
    assert.deepEqual(authorizations(run), [`Basic ${Buffer.from('ada:fake').toString('base64')}`]);
    assert.equal(refreshes(run).length, 0);
  },

  'a token pasted with its type and spaces gives one Bearer': async (scene) => {
    const { access_token: token } = await scene.signIn();
    scene.set({ accessToken: ` bearer  ${token}\n` });
    assert.deepEqual(authorizations(await scene.send(me())), [`Bearer ${token}`]);
  },

  'a JSON body is sent with one Content-Type': async (scene) => {
    await scene.signIn();
    const run = await scene.send(postJson(`${BASE}/organizations/1/tasks`, { name: 'x' }));
    assert.equal(header(run.log[0], 'content-type'), 'application/json');
    checkClientHeader(scene, run);
  },

  'a fixed header made of a variable is sent with its value': async (scene) => {
    scene.constants.headers.push({ name: 'X-Api-Key', value: '{{API_KEY}}', unlessPresent: false });
    scene.set({ API_KEY: 'fake-api-key' });
    const run = await sendWith(scene);
    assert.equal(header(run.log[0], 'x-api-key'), 'fake-api-key');
  },

  'a fixed header made of an empty variable is not sent and the variable is named': async (scene) => {
    scene.constants.headers.push({ name: 'X-Api-Key', value: '{{API_KEY}}', unlessPresent: false });
    const run = await sendWith(scene);
    assert.equal(header(run.log[0], 'x-api-key'), undefined);
    assert(run.console.some((text) => text.includes('API_KEY') && text.includes(scene.builtEnvironment.name)));
  },
};
