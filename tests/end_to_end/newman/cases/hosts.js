'use strict';

// Only the API's own scheme, host and port get the token and the client headers.
// (That the other host receives no secret is checked in every run, see scene.js.)

const assert = require('assert');
const { authorizations, get, header, me, refreshes } = require('../requests');

// A request that reaches the mock or the other host, but not the API as the environment names it.
async function checkIsElsewhere(scene, url) {
  await scene.signIn({ left: -60 });
  const run = await scene.send(get(url));
  assert.equal(run.sent.length, 1);
  const names = run.sent[0].headers.map(([name]) => name);
  assert(!names.includes('authorization'), 'no token');
  assert(!names.includes(scene.clientHeader()), 'no client header');
  assert.equal(refreshes(run).length, 0);
  assert(!scene.stranger.received.join().toLowerCase().includes(scene.clientHeader()), 'no client header received');
  return run;
}

// The built log-in request itself, with its settings.
function builtLogin(scene) {
  const find = (items) => items.flatMap((item) => (item.item ? find(item.item) : [item]));
  return find(scene.built.item).find((item) => item.name.includes('Get Access Token'));
}

module.exports = {
  'a redirect of the token request takes no credentials with it': async (scene) => {
    for (const status of [301, 302, 307, 308]) {
      const headers = { location: `${scene.stranger.url}/api/oauth/token` };
      await scene.mock.faults([{ on: 'login', fault: 'response', status, headers, body: '' }]);
      const run = await scene.send(builtLogin(scene));
      assert.equal(scene.stranger.received.length, 0, `${status} was followed`);
      assert.equal(run.failures.length, 1, JSON.stringify(run.failures));
      assert(JSON.stringify(run.failures).includes('redirects the request'), JSON.stringify(run.failures));
    }
  },

  'another port': async (scene) => {
    await checkIsElsewhere(scene, `${scene.stranger.url}/api/me`);
    assert.equal(scene.stranger.received.length, 1);
  },

  'another host': async (scene) => {
    const run = await checkIsElsewhere(scene, `${scene.mock.baseUrl.replace('127.0.0.1', 'localhost')}/me`);
    assert.equal(header(run.log[0], 'authorization'), undefined);
  },

  'another scheme': async (scene) => {
    await checkIsElsewhere(scene, `${scene.mock.baseUrl.replace('http:', 'https:')}/me`);
  },

  'a host that hides behind the API as user name': async (scene) => {
    const stranger = scene.stranger.url.replace('http://', '');
    await checkIsElsewhere(scene, `${scene.mock.url}@${stranger}/api/me`);
  },

  'hosts that are written to mislead a reader of URLs': async (scene) => {
    await scene.signIn();
    const api = scene.mock.url;
    const stranger = scene.stranger.url.replace('http://', '');
    const urls = [
      `${api}\\@${stranger}/`,
      `${api}#@${stranger}/`,
      `${api}?@${stranger}/`,
      `${api};@${stranger}/`,
      `${api}%2f@${stranger}/`,
      `http://${stranger}#${api}`,
      `http://${stranger}\\${api}`,
      `http:/${stranger}/`,
      `http:\\\\${stranger}/${api}`,
      `http://${api}@${stranger}/`,
      `${stranger}/${api}`,
      `//${stranger}/`,
      `{{TALLYFY_BASE_URL}}@${stranger}/`,
      `{{TALLYFY_BASE_URL}}:x@${stranger}/`,
    ];
    await scene.send(...urls.map((url) => get(url)));
    assert(scene.stranger.received.length > 0);
    const received = scene.stranger.received.join('\n').toLowerCase();
    assert(!received.includes(scene.clientHeader()), 'no client header received');
  },

  'a host that names the API in its path and query': async (scene) => {
    await checkIsElsewhere(scene, `${scene.stranger.url}/${scene.mock.baseUrl}/me?base={{TALLYFY_BASE_URL}}`);
    assert.equal(scene.stranger.received.length, 1);
  },

  'a host that stands in a variable': async (scene) => {
    scene.set({ OTHER: scene.stranger.url });
    await checkIsElsewhere(scene, '{{OTHER}}/api/me');
    assert.equal(scene.stranger.received.length, 1);
  },

  'another host at the path of the token URL': async (scene) => {
    await checkIsElsewhere(scene, `${scene.stranger.url}/api/oauth/token`);
    assert.equal(scene.stranger.received.length, 1);
  },

  'the API by its full address is the API': async (scene) => {
    const { access_token: token } = await scene.signIn();
    const run = await scene.send(get(`${scene.mock.baseUrl.replace('http:', 'HTTP:')}/me`));
    assert.deepEqual(authorizations(run), [`Bearer ${token}`]);
  },

  'a redirect to another host does not take the token along': async (scene) => {
    await scene.signIn();
    const location = `${scene.stranger.url.replace('127.0.0.1', 'localhost')}/api/me`;
    await scene.mock.faults([{ on: 'api', fault: 'response', status: 302, headers: { location }, body: '' }]);
    await scene.send(me());
    assert.equal(scene.stranger.received.length, 1);
    assert(!scene.stranger.received[0].toLowerCase().includes('authorization'));
  },

  'no environment is selected and the message names those to select': async (scene) => {
    scene.environmentIsSelected = false;
    const run = await scene.send(me());
    const { message } = run.failures.find(({ test }) => test === 'The base URL is known');
    for (const name of [...scene.constants.environments, scene.variable('baseUrl')]) {
      assert(message.includes(name), message);
    }
    assert.equal(run.log.length, 0);
  },

  'an empty base URL gives a message that names the variable and the environment': async (scene) => {
    scene.set({ baseUrl: ' ' });
    const run = await scene.send(me());
    const { message } = run.failures.find(({ test }) => test === 'The base URL is known');
    assert(message.includes(scene.variable('baseUrl')), message);
    assert(message.includes(scene.builtEnvironment.name), message);
  },

  'an empty base URL does not stop a request to another host': async (scene) => {
    scene.set({ baseUrl: '' });
    const run = await scene.send(get(`${scene.stranger.url}/`));
    assert.deepEqual(run.failures, []);
    assert.equal(scene.stranger.received.length, 1);
  },
};
