'use strict';

// A collection whose own grant is client_credentials needs no refresh token: it asks for a new token.

const assert = require('assert');
const { applicationLogin, authorizations, me, tokenCalls } = require('../requests');

function prepare(scene) {
  const { username, password, refreshToken, appAccessToken, ...variables } = scene.constants.variables;
  scene.constants.grant = 'client_credentials';
  scene.constants.variables = variables;
  delete scene.values.username;
  delete scene.values.password;
}

module.exports = {
  'the first request gets its token by itself': async (scene) => {
    prepare(scene);
    const run = await scene.send(me(), me());
    const [call, ...more] = tokenCalls(run);
    assert.equal(more.length, 0);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(call.body)), {
      grant_type: 'client_credentials',
      client_id: scene.values.clientId,
      client_secret: scene.values.clientSecret,
    });
    assert((await scene.mock.tokens()).application.includes(run.value('accessToken')));
    const bearer = `Bearer ${run.value('accessToken')}`;
    assert.deepEqual(authorizations(run), [bearer, bearer]);
  },

  'a token that has ended is replaced': async (scene) => {
    prepare(scene);
    scene.set({ accessToken: 'fake-old-token', tokenExpiry: Date.now() - 1000 });
    const run = await scene.send(me());
    assert.equal(tokenCalls(run).length, 1);
    assert.notEqual(run.value('accessToken'), 'fake-old-token');
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  },

  'a token that lives is left alone': async (scene) => {
    prepare(scene);
    scene.set({ accessToken: 'fake-token', tokenExpiry: Date.now() + 3600000 });
    const run = await scene.send(me());
    assert.equal(tokenCalls(run).length, 0);
    assert.deepEqual(authorizations(run), ['Bearer fake-token']);
  },

  'tokens that live shorter than the margin cause no storm': async (scene) => {
    prepare(scene);
    await scene.mock.settings({ expires_in: 60 });
    assert.equal(tokenCalls(await scene.send(me(), me(), me())).length, 1);
  },

  'wrong credentials are a failed test that names the variables': async (scene) => {
    prepare(scene);
    await scene.mock.faults([{ on: 'login', fault: 'invalid_client' }]);
    const run = await scene.send(me());
    const [{ test, message }] = run.failures;
    assert.equal(test, 'The access token is refreshed');
    assert(message.includes(scene.variable('clientId')), message);
    assert(message.includes(scene.builtEnvironment.name), message);
    assert.deepEqual(authorizations(run), [undefined]);
  },

  'missing credentials are named and nothing is sent': async (scene) => {
    prepare(scene);
    scene.set({ clientId: '', clientSecret: '' });
    const run = await scene.send(me());
    assert.equal(tokenCalls(run).length, 0);
    assert(run.failures[0].message.includes(scene.variable('clientSecret')));
  },

  'a token request by hand stores the token': async (scene) => {
    prepare(scene);
    const run = await scene.send(applicationLogin(), me());
    assert.equal(tokenCalls(run).length, 1);
    assert.deepEqual(authorizations(run), [`Bearer ${run.value('accessToken')}`]);
  },
};
