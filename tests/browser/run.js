'use strict';

// Opens a START-HERE.html from disk in Chromium, with the network off, and prints one JSON object per test:
//   {"test": "browser::...", "ok": true}   or   {"test": ..., "ok": false, "message": ...}
//
//   PAGE=FILE CHROMIUM=PROGRAM [SCREENSHOTS=FOLDER] node run.js
//   node run.js --list

const { cases } = require('./cases');

async function main() {
  const { chromium } = require('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
  for (const [name, run] of Object.entries(cases)) {
    const result = { test: `browser::${name}`, ok: true };
    try {
      await run(browser, process.env.PAGE);
    } catch (error) {
      Object.assign(result, { ok: false, message: String(error.message) });
    }
    console.log(JSON.stringify(result));
  }
  await browser.close();
}

if (process.argv[2] === '--list') {
  Object.keys(cases).forEach((name) => console.log(`browser::${name}`));
} else {
  main().catch((error) => {
    console.error(error.stack);
    process.exitCode = 2;
  });
}
