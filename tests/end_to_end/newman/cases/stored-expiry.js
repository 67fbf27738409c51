'use strict';

// Whatever stands in the expiry variable: what is no number of milliseconds counts as due.

const assert = require('assert');
const { authorizations, me, refreshes } = require('../requests');

const UNREADABLE = {
  abc: 'abc',
  empty: '',
  blank: '  ',
  null: null,
  NaN: NaN,
  'the text NaN': 'NaN',
  'the text Infinity': 'Infinity',
  'a negative number': -1,
};

for (const [what, value] of Object.entries(UNREADABLE)) {
  module.exports[`a stored expiry of ${what} counts as due`] = async (scene) => {
    await scene.signIn();
    scene.set({ tokenExpiry: value });
    const run = await scene.send(me(), me());
    assert.equal(refreshes(run).length, 1);
    assert(Number.isFinite(run.value('tokenExpiry')));
    assert.deepEqual(run.failures, []);
  };
}

module.exports['a token pasted without expiry and refresh token is sent as it is'] = async (scene) => {
  const { access_token: token } = await scene.signIn();
  scene.set({ tokenExpiry: '', refreshToken: '' });
  const run = await scene.send(me());
  assert.deepEqual(authorizations(run), [`Bearer ${token}`]);
  assert.deepEqual(run.failures, []);
};
