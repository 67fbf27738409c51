'use strict';

// Requests to the token URL: left alone on their way out, stored with care on their way back.

const assert = require('assert');
const {
  BASE, apiCalls, applicationLogin, authorizations, get, header, login, me, refreshByHand, tokenCalls, tokenRequest,
} = require('../requests');

const TOKENS = ['accessToken', 'refreshToken', 'tokenExpiry', 'tokenType'];

// Within a minute of what it should be.
function checkExpiry(run, seconds) {
  const expiry = run.value('tokenExpiry');
  assert.equal(typeof expiry, 'number');
  assert(Math.abs(expiry - Date.now() - seconds * 1000) < 60000, `expiry ${expiry}`);
}

const UNUSABLE = {
  'HTML with 200': { fault: 'html' },
  'HTML with 502': { fault: 'bad_gateway_html' },
  'an error with 200': { fault: 'error_in_200' },
  'a 401': { fault: 'unauthorized' },
  'a 429': { fault: 'rate_limited' },
  'a 503': { fault: 'unavailable' },
  null: answer(null),
  'an empty list': answer([]),
  'a text': answer('x'),
  'a number': answer(42),
  'an empty access_token': answer({ access_token: '', expires_in: 60 }),
  'a numeric access_token': answer({ access_token: 12345678, expires_in: 60 }),
  // The next request would send the password to whoever answers.
  'an access_token that names a variable': answer({ access_token: '{{TALLYFY_PASSWORD}}', expires_in: 60 }),
  'a refresh_token that names a variable': answer({ access_token: 'fake', refresh_token: 'a{{TALLYFY_PASSWORD}}', expires_in: 60 }),
};

function answer(value) {
  return { fault: 'response', status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

for (const [what, fault] of Object.entries(UNUSABLE)) {
  module.exports[`an answer of ${what} is one failed test and the stored tokens stay`] = async (scene) => {
    await scene.signIn();
    await scene.mock.faults([{ on: 'login', ...fault }]);
    const run = await scene.send(login());
    assert.equal(run.failures.length, 1, JSON.stringify(run.failures));
    TOKENS.forEach((role) => assert.equal(run.value(role), scene.values[role], role));
  };
}

const EXPIRES_IN = {
  missing: { missing: true },
  null: { value: null },
  0: { value: 0 },
  negative: { value: -5 },
  text: { value: 'soon' },
  true: { value: true },
  'a list': { value: [60] },
};

for (const [what, parameters] of Object.entries(EXPIRES_IN)) {
  module.exports[`expires_in ${what} stores a finite expiry and says so`] = async (scene) => {
    await scene.mock.faults([{ on: 'login', fault: 'expires_in', ...parameters }]);
    const run = await scene.send(login(), me());
    checkExpiry(run, 3600);
    assert.deepEqual(run.failures.map(({ test }) => test), ['expires_in is present']);
    assert(run.console.some((text) => text.includes('no usable expires_in')));
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  };

  module.exports[`expires_in ${what} in a refresh stores a finite expiry and says so`] = async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.faults([{ on: 'refresh', fault: 'expires_in', ...parameters }]);
    const run = await scene.send(me(), me());
    checkExpiry(run, 3600);
    assert.equal(tokenCalls(run).length, 1);
    assert.deepEqual(run.failures, []);
    assert(run.console.some((text) => text.includes('no usable expires_in')));
  };
}

// What the server means by each, it says of the grant and not of the body's form.
const REFUSED_GRANTS = {
  unauthorized_client: (message, scene) => message.includes(scene.variable('clientId')) && message.includes('grant'),
  unsupported_grant_type: (message, scene) => message.includes(scene.variable('clientId')) && message.includes('grant'),
  invalid_scope: (message) => message.includes('Check the scope'),
};

for (const [error, isRight] of Object.entries(REFUSED_GRANTS)) {
  module.exports[`a login that is refused with ${error} says what to do`] = async (scene) => {
    await scene.mock.faults([{ on: 'login', ...answer({ error }), status: 400 }]);
    const [{ message }, ...more] = (await scene.send(login())).failures;
    assert.deepEqual(more, []);
    assert(message.includes(`400 with ${error}`) && isRight(message, scene), message);
    assert(!message.includes('x-www-form-urlencoded'), message);
  };
}

Object.assign(module.exports, {
  'a numeric string as expires_in counts': async (scene) => {
    await scene.mock.faults([{ on: 'login', fault: 'expires_in', value: '7200' }]);
    const run = await scene.send(login());
    checkExpiry(run, 7200);
    assert.deepEqual(run.failures, []);
  },

  'an expires_in beyond all numbers stores a finite expiry': async (scene) => {
    const body = '{"access_token": "fake-access-token", "expires_in": 1e308}';
    await scene.mock.faults([{ on: 'login', fault: 'response', status: 200, headers: {}, body }]);
    const run = await scene.send(login());
    assert(Number.isFinite(run.value('tokenExpiry')));
  },

  'a log-in stores the four token variables and says how long the token lives': async (scene) => {
    await scene.mock.settings({ expires_in: 7200 });
    const run = await scene.send(login(), me());
    const { access, refresh } = await scene.mock.tokens();
    assert(access.includes(run.value('accessToken')));
    assert(refresh.includes(run.value('refreshToken')));
    assert.equal(run.value('tokenType'), 'Bearer');
    checkExpiry(run, 7200);
    assert(run.console.some((text) => text.includes('2 hours')), run.console.join('\n'));
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
    assert.deepEqual(run.failures, []);
  },

  'the token request itself causes no refresh and gets no header': async (scene) => {
    await scene.signIn({ left: -60 });
    const run = await scene.send(login());
    assert.equal(run.log.length, 1);
    assert.equal(header(run.log[0], 'authorization'), undefined);
    assert.equal(header(run.log[0], scene.clientHeader()), undefined);
    assert.deepEqual(run.failures, []);
  },

  'the token request is told by its resolved URL': async (scene) => {
    await scene.signIn({ left: -60 });
    const run = await scene.send(login({ name: 'GET - Me', url: `${scene.mock.tokenUrl}?from=test` }));
    assert.equal(run.log.length, 1);
    assert.equal(header(run.log[0], 'authorization'), undefined);
    assert.notEqual(run.value('accessToken'), scene.values.accessToken);
  },

  'a request that only bears the name of the token request is none': async (scene) => {
    const { access_token: token } = await scene.signIn();
    const run = await scene.send(get(`${BASE}/me?next=/oauth/token`, { name: 'POST - Get access token' }));
    assert.deepEqual(authorizations(run), [`Bearer ${token}`]);
    assert.equal(run.value('accessToken'), token);
    assert.deepEqual(run.failures, []);
  },

  'a base URL with a slash and spaces gives a clean URL': async (scene) => {
    scene.set({ baseUrl: ` ${scene.mock.baseUrl}/ ` });
    const run = await scene.send(login(), me());
    assert.deepEqual(run.log.map(({ url }) => url), ['/api/oauth/token', '/api/me']);
    assert.deepEqual(run.failures, []);
  },

  'a log-in without refresh_token drops the one of an earlier log-in': async (scene) => {
    await scene.signIn();
    await scene.mock.faults([{ on: 'login', fault: 'no_refresh_token' }]);
    const run = await scene.send(login());
    assert.equal(run.value('refreshToken'), '');
    assert(run.console.some((text) => text.includes('no refresh_token')));
    assert.deepEqual(run.failures, []);
  },

  'token type bearer in lower case gives one Bearer header': async (scene) => {
    await scene.mock.faults([{ on: 'login', fault: 'lower_case_type' }]);
    const run = await scene.send(login(), me());
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  },

  'an answer without a usable token_type gives Bearer': async (scene) => {
    for (const type of [{}, { token_type: null }, { token_type: 7 }, { token_type: 'x\r\ny' }]) {
      const token = { access_token: 'fake-access-token', expires_in: 60, ...type };
      await scene.mock.faults([{ on: 'login', ...answer(token) }]);
      const run = await scene.send(login(), me());
      assert.equal(run.value('tokenType'), 'Bearer');
      assert.equal(authorizations(run).pop(), 'Bearer fake-access-token');
    }
  },

  'a password full of special characters arrives as it is': async (scene) => {
    scene.set({ password: `& + = % # ? é " ' $` });
    const run = await scene.send(login());
    assert.equal(new URLSearchParams(run.log[0].body).get('password'), scene.values.password);
    assert.deepEqual(run.failures, []);
  },

  'an application token never takes the place of the user token': async (scene) => {
    await scene.signIn();
    const run = await scene.send(applicationLogin());
    TOKENS.forEach((role) => assert.equal(run.value(role), scene.values[role], role));
    assert((await scene.mock.tokens()).application.includes(run.value('appAccessToken')));
    assert.deepEqual(run.failures, []);
  },

  'an application token sent for with a body as text is told as well': async (scene) => {
    await scene.signIn();
    const item = applicationLogin();
    const raw = 'grant_type=client_credentials&client_id={{TALLYFY_CLIENT_ID}}&client_secret={{TALLYFY_CLIENT_SECRET}}';
    item.request.body = { mode: 'raw', raw };
    item.request.header = [{ key: 'Content-Type', value: 'application/x-www-form-urlencoded' }];
    const run = await scene.send(item);
    assert.equal(run.value('accessToken'), scene.values.accessToken);
    assert((await scene.mock.tokens()).application.includes(run.value('appAccessToken')));
  },

  'a refresh by hand without refresh_token keeps the old one': async (scene) => {
    const { refresh_token: refreshToken } = await scene.signIn({ left: -60 });
    await scene.mock.faults([{ on: 'refresh', fault: 'no_refresh_token' }]);
    const run = await scene.send(refreshByHand(), me());
    assert.equal(run.value('refreshToken'), refreshToken);
    assert.equal(tokenCalls(run).length, 1);
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  },

  'a refresh token that is refused by hand is not tried again': async (scene) => {
    await scene.signIn({ left: -60 });
    await scene.mock.expire('refresh');
    const run = await scene.send(refreshByHand(), me());
    assert.equal(tokenCalls(run).length, 1);
    assert.equal(run.value('refreshToken'), '');
  },

  'another refresh token that is refused by hand does not cost the stored one': async (scene) => {
    await scene.signIn();
    const client = { client_id: scene.values.clientId, client_secret: scene.values.clientSecret };
    const run = await scene.send(tokenRequest({ grant_type: 'refresh_token', refresh_token: 'fake-other', ...client }));
    assert.equal(run.value('refreshToken'), scene.values.refreshToken);
    assert.equal(run.failures.length, 1);
  },

  'answers of the API are never taken for tokens': async (scene) => {
    await scene.signIn();
    await scene.mock.faults([{ on: 'api', ...answer({ access_token: 'fake-from-the-api', expires_in: 60 }) }]);
    const run = await scene.send(me());
    assert.equal(apiCalls(run).length, 1);
    assert.equal(run.value('accessToken'), scene.values.accessToken);
  },
});
