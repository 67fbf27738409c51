'use strict';

const fs = require('fs');

const GROUPS = [
  'refresh', 'failed-refresh', 'stored-expiry', 'login', 'headers', 'hosts', 'client-credentials', 'collection', 'language', 'redacted', 'bundle', 'rules',
];
const ENGINES = ['newman', 'runtime'];

// Every case in both engines: [{ test, engine, play }].
function allTests() {
  return GROUPS.flatMap((group) => {
    const cases = Object.entries(require(`./cases/${group}`));
    return ENGINES.flatMap((engine) =>
      cases.map(([name, play]) => ({ test: `newman::${engine}::${group}::${name.replace(/ /g, '_')}`, engine, play }))
    );
  });
}

// The built files and the mock, from the environment variables COLLECTION, ENVIRONMENT and MOCK_URL.
function readInput() {
  return {
    collection: JSON.parse(fs.readFileSync(required('COLLECTION'), 'utf8')),
    environment: JSON.parse(fs.readFileSync(required('ENVIRONMENT'), 'utf8')),
    mockUrl: required('MOCK_URL'),
  };
}

function required(name) {
  if (!process.env[name]) {
    throw new Error(`the environment variable ${name} is not set; the head of the script says what it is for`);
  }
  return process.env[name];
}

// Plays the tests one after the other, and gives each result to `report`, which returns false to stop.
async function playAll(tests, { collection, environment, mockUrl }, report) {
  // The engines take seconds to load; listing the tests does not need them.
  const engines = require('./engines');
  const { Mock, Stranger } = require('./hosts');
  const { Scene } = require('./scene');
  const mock = new Mock(mockUrl);
  const stranger = new Stranger();
  await stranger.listen();
  try {
    for (const { test, engine, play } of tests) {
      const scene = new Scene({ collection, environment, mock, stranger, engine: engines[engine] });
      const played = mock.reset().then(() => play(scene));
      const result = await played.then(
        () => ({ test, ok: true }),
        (error) => ({ test, ok: false, message: error.message })
      );
      if (report(result) === false) {
        return;
      }
    }
  } finally {
    stranger.close();
  }
}

module.exports = { allTests, playAll, readInput };
