'use strict';

// A refresh that fails is loud when the stored token has ended, and no harm while it still lives.
// In neither case does it cost what is stored.

const assert = require('assert');
const { apiCalls, authorizations, failedTests, login, me, refreshes } = require('../requests');

// What can go wrong, as a fault of the mock, and the word that its message must hold.
const FAULTS = {
  'answers 401': [{ fault: 'unauthorized' }, '401'],
  'answers invalid_client': [{ fault: 'invalid_client' }, 'TALLYFY_CLIENT_SECRET'],
  'answers 429': [{ fault: 'rate_limited' }, '429'],
  'answers 503': [{ fault: 'unavailable' }, '503'],
  'answers 200 with HTML': [{ fault: 'html' }, 'no JSON object'],
  'answers 502 with HTML': [{ fault: 'bad_gateway_html' }, '502'],
  'answers 200 with an error': [{ fault: 'error_in_200' }, '200'],
  'closes the connection': [{ fault: 'close' }, 'no answer'],
  'breaks off': [{ fault: 'truncated' }, 'token endpoint'],
  'answers null': [answer(null), 'no JSON object'],
  'answers an empty list': [answer([]), 'no JSON object'],
  'answers a text': [answer('x'), 'no JSON object'],
  'answers a number': [answer(42), 'no JSON object'],
  'answers nothing': [{ fault: 'response', status: 200, body: '' }, 'no JSON object'],
  'answers an empty object': [answer({}), 'access_token'],
  'answers an empty access_token': [answer({ access_token: '', expires_in: 60 }), 'access_token'],
  'answers a blank access_token': [answer({ access_token: '  ', expires_in: 60 }), 'access_token'],
  'answers access_token null': [answer({ access_token: null, expires_in: 60 }), 'access_token'],
  'answers a numeric access_token': [answer({ access_token: 1234567890123, expires_in: 60 }), 'access_token'],
  'answers an access_token object': [answer({ access_token: {}, expires_in: 60 }), 'access_token'],
  'answers an access_token of two lines': [answer({ access_token: 'a\r\nb', expires_in: 60 }), 'access_token'],
};

function answer(value) {
  const headers = { 'content-type': 'application/json' };
  return { fault: 'response', status: 200, headers, body: JSON.stringify(value) };
}

function checkStoredTokensKept(scene, run) {
  assert.equal(run.value('accessToken'), scene.values.accessToken);
  assert.equal(run.value('refreshToken'), scene.values.refreshToken);
  assert.equal(run.value('tokenExpiry'), scene.values.tokenExpiry);
}

function checkOneFailure(run, word) {
  const [{ test, message } = {}, ...more] = failedTests(run);
  assert.equal(test, 'The access token is refreshed');
  assert(message.includes(word), message);
  assert.deepEqual(more, []);
}

for (const [what, [fault, word]] of Object.entries(FAULTS)) {
  module.exports[`the endpoint ${what} and the token has ended`] = async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.faults([{ on: 'refresh', ...fault }]);
    const run = await scene.send(me());
    checkOneFailure(run, word);
    checkStoredTokensKept(scene, run);
  };

  module.exports[`the endpoint ${what} and the token still lives`] = async (scene) => {
    const { access_token: token } = await scene.signIn({ left: 120 });
    await scene.mock.faults([{ on: 'refresh', ...fault }]);
    const run = await scene.send(me());
    assert.deepEqual(failedTests(run), []);
    assert(run.console.some((text) => text.includes(word) && text.includes('Going on')), run.console.join('\n'));
    assert.deepEqual(authorizations(run), [`Bearer ${token}`]);
    checkStoredTokensKept(scene, run);
  };
}

Object.assign(module.exports, {
  'the connection is refused and the token has ended': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.constants.tokenUrl = 'http://127.0.0.1:1/oauth/token';
    const run = await scene.send(me());
    checkOneFailure(run, 'ECONNREFUSED');
    checkStoredTokensKept(scene, run);
  },

  'a failed refresh names the request to send and the environment': async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.faults([{ on: 'refresh', fault: 'invalid_client' }]);
    const [{ message }] = (await scene.send(me())).failures;
    assert(message.includes(scene.constants.login), message);
    assert(message.includes(scene.builtEnvironment.name), message);
  },

  'a collection that names no log-in request still says what to do': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.constants.login = null;
    await scene.mock.expire('refresh');
    checkOneFailure(await scene.send(me()), 'Send the token request');
  },

  'a 503 does not cost the refresh token': async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.faults([{ on: 'refresh', fault: 'unavailable', times: 1 }]);
    const run = await scene.send(me(), me());
    assert.equal(refreshes(run).length, 2);
    assert.equal(authorizations(run)[1], `Bearer ${run.value('accessToken')}`);
    checkOneFailure(run, '503');
  },

  'a refused refresh token is tried once and the message says which request to send': async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.expire('refresh');
    const run = await scene.send(me(), me(), me());
    assert.equal(refreshes(run).length, 1);
    assert.equal(apiCalls(run).length, 3);
    checkOneFailure(run, scene.constants.login);
    assert(run.failures[0].message.includes('invalid_grant'));
    assert.equal(run.value('refreshToken'), '');
  },

  'a refused refresh token is tried once while the access token still lives': async (scene) => {
    const { access_token: token } = await scene.signIn({ left: 120 });
    await scene.mock.expire('refresh');
    const run = await scene.send(me(), me());
    assert.equal(refreshes(run).length, 1);
    assert.deepEqual(run.failures, []);
    assert.deepEqual(authorizations(run), [`Bearer ${token}`, `Bearer ${token}`]);
    assert(run.console.some((text) => text.includes(scene.constants.login)));
  },

  'a refused refresh token in the words of Laravel Passport is tried once': async (scene) => {
    await scene.signIn({ left: -60 });
    const body = { error: 'invalid_request', error_description: 'The refresh token is invalid.' };
    await scene.mock.faults([{ on: 'refresh', ...answer(body), status: 401 }]);
    const run = await scene.send(me(), me());
    assert.equal(refreshes(run).length, 1);
    assert.equal(run.value('refreshToken'), '');
  },

  'an answer in an unheard-of charset is a failed test and no exception': async (scene) => {
    await scene.signIn({ left: -60 });
    const headers = { 'content-type': 'application/json; charset=x-unheard-of' };
    await scene.mock.faults([{ on: 'refresh', fault: 'response', status: 503, headers, body: '{"é": 1}' }]);
    const run = await scene.send(me());
    checkOneFailure(run, '503');
    checkStoredTokensKept(scene, run);
  },

  'a token that has ended with no refresh token stored is one failed test': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.set({ refreshToken: '' });
    const run = await scene.send(me(), me());
    assert.equal(refreshes(run).length, 0);
    checkOneFailure(run, scene.constants.login);
  },

  'a log-in between two ended tokens makes the second end seen too': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.set({ refreshToken: '' });
    await scene.mock.settings({ refresh_token_in_response: false });
    await scene.mock.faults([{ on: 'login', fault: 'expires_in', value: 0.001 }]);
    const run = await scene.send(me(), login(), me(), me());
    const failed = failedTests(run).map(({ test }) => test);
    assert.deepEqual(failed, ['The access token is refreshed', 'The access token is refreshed']);
  },

  'an empty client secret is named and nothing is sent': async (scene) => {
    await scene.signIn({ left: -60 });
    scene.set({ clientSecret: '' });
    const run = await scene.send(me());
    assert.equal(refreshes(run).length, 0);
    checkOneFailure(run, scene.variable('clientSecret'));
  },

  'an error text that repeats the refresh token is not shown': async (scene) => {
    const { refresh_token: refreshToken } = await scene.signIn({ left: -60 });
    const echo = { error: refreshToken, error_description: `${refreshToken} is wrong`, message: refreshToken };
    await scene.mock.faults([{ on: 'refresh', ...answer(echo), status: 400 }]);
    checkOneFailure(await scene.send(me()), '400');
  },
});
