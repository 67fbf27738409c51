'use strict';

// The built collection as it is, with its own requests.

const assert = require('assert');
const { apiCalls, authorizations, header, tokenCalls } = require('../requests');

// Every request of the collection, in order, with the folders around it.
function requestsOf(items, path = []) {
  return items.flatMap((item) => {
    const names = [...path, item.name];
    return item.item ? requestsOf(item.item, names) : [{ path: names.join(' / '), item }];
  });
}

module.exports = {
  'the first folder leads from credentials to a verified token': async (scene) => {
    const [folder] = scene.built.item;
    const run = await scene.send(folder);
    assert.deepEqual(run.failures, []);
    assert(tokenCalls(run).length > 0);
    assert((await scene.mock.tokens()).access.includes(run.value('accessToken')));
    const verified = apiCalls(run).find(({ url }) => url === '/api/me');
    assert.match(header(verified, 'authorization'), /^Bearer \S+$/);
  },

  'the log-in request that the messages name is there': async (scene) => {
    const login = requestsOf(scene.built.item).find(({ path }) => path === scene.constants.login);
    assert(login, `there is no request ${scene.constants.login}`);
    const run = await scene.send(login.item);
    assert.deepEqual(run.failures, []);
    assert.equal(tokenCalls(run).length, 1);
  },

  'a run of every request fails nowhere': async (scene) => {
    // The organization of the saved examples, which are what the mock answers with.
    scene.set({ TALLYFY_ORG_ID: '0a000000000000000000000000000001' });
    const run = await scene.send(...scene.built.item);
    assert.deepEqual(run.failures, []);
    assert.equal(run.sent.length, requestsOf(scene.built.item).length);
    assert(authorizations(run).length > 0);
  },

  'no auth of the collection or a folder sends the token past the scripts': async (scene) => {
    const withAuth = [scene.built, ...foldersOf(scene.built.item)].filter(({ auth }) => auth && auth.type !== 'noauth');
    assert.deepEqual(withAuth.map(({ name }) => name), []);
  },
};

function foldersOf(items) {
  return items.filter(({ item }) => item).flatMap((folder) => [folder, ...foldersOf(folder.item)]);
}
