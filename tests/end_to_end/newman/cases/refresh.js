'use strict';

// An access token that ends is replaced before the request goes out.

const assert = require('assert');
const { apiCalls, authorizations, header, me, refreshes } = require('../requests');

module.exports = {
  'an expired token is refreshed once and the request carries the new one': async (scene) => {
    const old = await scene.signIn({ left: -60 });
    const run = await scene.send(me(), me());
    assert.equal(refreshes(run).length, 1);
    assert.notEqual(run.value('accessToken'), old.access_token);
    const bearer = `Bearer ${run.value('accessToken')}`;
    assert.deepEqual(authorizations(run), [bearer, bearer]);
    assert(run.value('tokenExpiry') > Date.now());
    assert.deepEqual(run.failures, []);
  },

  'a token that ends within the margin is refreshed': async (scene) => {
    await scene.signIn({ left: 290 });
    assert.equal(refreshes(await scene.send(me())).length, 1);
  },

  'a token that ends after the margin is left alone': async (scene) => {
    const { access_token: token } = await scene.signIn({ left: 310 });
    const run = await scene.send(me());
    assert.equal(refreshes(run).length, 0);
    assert.deepEqual(authorizations(run), [`Bearer ${token}`]);
  },

  'the refresh is one urlencoded request with the client headers and no token in its headers': async (scene) => {
    const { refresh_token: refreshToken } = await scene.signIn({ left: -60 });
    const [call] = refreshes(await scene.send(me()));
    assert.equal(call.method, 'POST');
    assert.equal(header(call, scene.clientHeader()), 'APIClient');
    assert.equal(header(call, 'accept'), 'application/json');
    assert.match(header(call, 'content-type'), /^application\/x-www-form-urlencoded/);
    for (const name of [scene.clientHeader(), 'accept', 'content-type']) {
      assert.equal(call.headers.filter(([one]) => one === name).length, 1, name);
    }
    assert.equal(header(call, 'authorization'), undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(call.body)), {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: scene.values.clientId,
      client_secret: scene.values.clientSecret,
    });
  },

  'an answer without refresh_token keeps the old one': async (scene) => {
    const { refresh_token: refreshToken } = await scene.signIn({ left: -60 });
    await scene.mock.faults([{ on: 'refresh', fault: 'no_refresh_token' }]);
    const run = await scene.send(me());
    assert.equal(run.value('refreshToken'), refreshToken);
    assert.equal(apiCalls(run).length, 1);
    assert.deepEqual(run.failures, []);
  },

  'an answer with a new refresh_token stores the new one': async (scene) => {
    const { refresh_token: refreshToken } = await scene.signIn({ left: -60 });
    await scene.mock.settings({ rotate_refresh_token: true });
    const run = await scene.send(me());
    assert.notEqual(run.value('refreshToken'), refreshToken);
    assert((await scene.mock.tokens()).refresh.includes(run.value('refreshToken')));
  },

  'token type bearer in lower case gives one Bearer header': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.set({ tokenType: 'bearer' });
    await scene.mock.faults([{ on: 'refresh', fault: 'lower_case_type' }]);
    const run = await scene.send(me());
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
    assert.equal(run.value('tokenType'), 'Bearer');
  },

  'tokens that live shorter than the margin cause no refresh storm': async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.settings({ expires_in: 60 });
    const run = await scene.send(me(), me(), me(), me());
    assert.equal(refreshes(run).length, 1);
    assert.deepEqual(run.failures, []);
  },

  'a client secret full of special characters arrives as it is': async (scene) => {
    scene.set({ clientSecret: `& + = % # ? é " ' $ {{TALLYFY_ORG_ID}} {{$guid}} %26` });
    await scene.signIn({ left: -60 });
    const [call] = refreshes(await scene.send(me()));
    assert.equal(new URLSearchParams(call.body).get('client_secret'), scene.values.clientSecret);
  },

  'a base URL with a slash and spaces gives a clean token URL': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.set({ baseUrl: ` ${scene.mock.baseUrl}// ` });
    const run = await scene.send(me());
    assert.deepEqual(run.log.map(({ url }) => url), ['/api/oauth/token', '/api/me']);
    assert.deepEqual(run.failures, []);
  },

  'a base URL that is built from another variable works': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.set({ baseUrl: '{{HOST}}/api/', HOST: scene.mock.url });
    const run = await scene.send(me());
    assert.deepEqual(run.log.map(({ url }) => url), ['/api/oauth/token', '/api/me']);
    assert.equal(authorizations(run)[0], `Bearer ${run.value('accessToken')}`);
  },

  'a token URL on a host of its own gets the refresh and the API gets the token': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.constants.tokenUrl = scene.mock.tokenUrl.replace('127.0.0.1', 'localhost');
    const run = await scene.send(me());
    assert.match(header(refreshes(run)[0], 'host'), /^localhost/);
    assert.equal(authorizations(run)[0], `Bearer ${run.value('accessToken')}`);
  },

  'a token URL on another host gets no fixed header': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.constants.headers.push({ name: 'X-Api-Key', value: '{{KEY}}', unlessPresent: false });
    scene.constants.tokenUrl = `${scene.stranger.url}/oauth/token`;
    scene.set({ KEY: 'fake-api-key' });
    const run = await scene.send(me());
    assert.equal(header(apiCalls(run)[0], 'x-api-key'), 'fake-api-key');
    const [call, ...more] = scene.stranger.received;
    assert.match(call, /^\/oauth\/token/);
    assert.doesNotMatch(call, new RegExp(`fake-api-key|x-api-key|${scene.clientHeader()}`, 'i'));
    assert.deepEqual(more, []);
  },

  'a fixed header goes with the refresh only when its variable has a value': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.constants.headers.push(
      { name: 'X-Full', value: 'v{{FULL}}', unlessPresent: false },
      { name: 'X-Empty', value: 'v{{EMPTY}}', unlessPresent: false }
    );
    scene.set({ FULL: '1', EMPTY: '' });
    const [call] = refreshes(await scene.send(me()));
    assert.equal(header(call, 'x-full'), 'v1');
    assert.equal(header(call, 'x-empty'), undefined);
  },

  'an access token that is missing is fetched with the refresh token': async (scene) => {
    await scene.signIn();
    scene.set({ accessToken: '' });
    const run = await scene.send(me());
    assert.equal(refreshes(run).length, 1);
    assert.equal(authorizations(run)[0], `Bearer ${run.value('accessToken')}`);
  },

  'a request whose own auth names the token gets it refreshed': async (scene) => {
    await scene.signIn({ left: -60 });
    const token = [{ key: 'token', value: `{{${scene.variable('accessToken')}}}`, type: 'string' }];
    const run = await scene.send(me({ auth: { type: 'bearer', bearer: token } }));
    assert.equal(refreshes(run).length, 1);
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  },
};
