'use strict';

// Runs every case in both engines against a running `postsmith mock`, and prints one JSON object per test:
//   {"test": "newman::refresh::...", "ok": true}   or   {"test": ..., "ok": false, "message": ...}
//
//   MOCK_URL=http://127.0.0.1:PORT COLLECTION=FILE ENVIRONMENT=FILE node run.js [FILTER]
//   node run.js --list
//
// FILTER is a part of a test's name. The exit code is 1 when a test fails.

const fs = require('fs');
const path = require('path');

const GROUPS = ['refresh', 'failed-refresh', 'stored-expiry', 'login', 'headers', 'hosts', 'client-credentials', 'language'];
const ENGINES = ['newman', 'runtime'];

function allTests() {
  return GROUPS.flatMap((group) => {
    const cases = Object.entries(require(`./cases/${group}`));
    return ENGINES.flatMap((engine) =>
      cases.map(([name, play]) => ({ test: `${engine}::${group}::${name.replace(/ /g, '_')}`, engine, play }))
    );
  });
}

async function main(argument) {
  if (argument === '--list') {
    allTests().forEach(({ test }) => console.log(test));
    return;
  }
  const { Mock, Stranger } = require('./hosts');
  const engines = require('./engines');
  const { Scene } = require('./scene');
  const mock = new Mock(required('MOCK_URL'));
  const collection = readJson(required('COLLECTION'));
  const environment = readJson(required('ENVIRONMENT'));
  const stranger = new Stranger();
  await stranger.listen();
  for (const { test, engine, play } of allTests().filter((one) => !argument || one.test.includes(argument))) {
    await mock.reset();
    const scene = new Scene({ collection, environment, mock, stranger, engine: engines[engine] });
    let line = { test, ok: true };
    try {
      await play(scene);
    } catch (error) {
      line = { test, ok: false, message: error.message };
      process.exitCode = 1;
    }
    console.log(JSON.stringify(line));
  }
  stranger.close();
}

function required(name) {
  if (!process.env[name]) {
    throw new Error(`${name} is not set; see the head of ${path.basename(__filename)}`);
  }
  return process.env[name];
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
