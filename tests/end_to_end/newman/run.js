'use strict';

// Runs every case in both engines against a running `postsmith mock`, and prints one JSON object per test:
//   {"test": "newman::newman::refresh::...", "ok": true}   or   {"test": ..., "ok": false, "message": ...}
//
//   MOCK_URL=http://127.0.0.1:PORT COLLECTION=FILE ENVIRONMENT=FILE node run.js [FILTER]
//   node run.js --list
//
// FILTER is a part of a test's name. The exit code is 1 when a test fails.

const { allTests, playAll, readInput } = require('./suite');

async function main(argument = '') {
  if (argument === '--list') {
    allTests().forEach(({ test }) => console.log(test));
    return;
  }
  const chosen = allTests().filter(({ test }) => test.includes(argument));
  await playAll(chosen, readInput(), (result) => {
    console.log(JSON.stringify(result));
    process.exitCode = result.ok ? process.exitCode : 1;
  });
}

main(process.argv[2]).catch((error) => {
  console.error(error.stack);
  process.exitCode = 2;
});
