'use strict';

// Do the cases notice when a script breaks? Each mutation breaks the built scripts in one way; one group of
// cases runs in one engine until a case fails. Run by hand, with the variables that run.js takes:
//
//   MOCK_URL=... COLLECTION=... ENVIRONMENT=... node mutations.js
//
// The exit code is 1 when a mutation goes unnoticed.

const { allTests, playAll, readInput } = require('./suite');

const MUTATIONS = [
  {
    breaks: 'request-target: the host is not compared',
    find: '${scheme}://${url.getHost().toLowerCase()}:${port}',
    replace: '${scheme}:${port}',
    noticedIn: 'hosts',
  },
  {
    breaks: 'request-target: the port is not compared',
    find: ':${port}`',
    replace: '`',
    noticedIn: 'hosts',
  },
  {
    breaks: 'request-target: the slash at the end of the base URL stays',
    find: ".trim().replace(/\\/+$/, '')",
    replace: '.trim()',
    noticedIn: 'refresh',
  },
  {
    breaks: 'token-answer: any status will do',
    find: 'response.code !== 200 || body === null',
    replace: 'body === null',
    noticedIn: 'failed-refresh',
  },
  {
    breaks: 'token-answer: any access_token will do',
    find: "typeof body.access_token !== 'string' || !",
    replace: '',
    noticedIn: 'failed-refresh',
  },
  {
    breaks: 'token-answer: expires_in is taken as it comes',
    find: 'lifetime: seconds || ASSUMED_LIFETIME_SECONDS',
    replace: 'lifetime: body.expires_in',
    noticedIn: 'login',
  },
  {
    breaks: "token-answer: the server's own error text is shown",
    find: "errorCode || 'an error'",
    replace: 'errorCode || body.error',
    noticedIn: 'failed-refresh',
  },
  {
    breaks: 'set-headers: upsert in place of remove and add',
    find: /removeHeader\(name\);\s*pm\.request\.headers\.add\(/,
    replace: 'pm.request.headers.upsert(',
    noticedIn: 'headers',
  },
  {
    breaks: 'set-headers: noauth is not heeded',
    find: 'return Boolean(pm.request.auth && pm.request.auth.type)',
    replace: 'return false',
    noticedIn: 'headers',
  },
  {
    breaks: 'set-headers: an empty token is sent',
    find: "if (token !== '') {",
    replace: 'if (true) {',
    noticedIn: 'headers',
  },
  {
    breaks: 'refresh-token: an expiry that cannot be read is not due',
    find: '!(storedExpiry() - Date.now() > refreshMargin())',
    replace: 'storedExpiry() - Date.now() <= refreshMargin()',
    noticedIn: 'stored-expiry',
  },
  {
    breaks: 'refresh-token: the new token is stored, but not sent',
    find: /\}\s*setAuthorization\(\);\s*\}\);/,
    replace: '} });',
    noticedIn: 'refresh',
  },
  {
    breaks: 'refresh-token: a refresh_token that did not come is stored',
    find: /if \(answer\.refreshToken !== ''\) \{([^}]*\}\s*setAuth)/,
    replace: 'if (true) {$1',
    noticedIn: 'refresh',
  },
  {
    breaks: 'refresh-token: the life time of the token is not heeded',
    find: 'Math.min(POSTSMITH.refreshMarginMs, lifetime / 2)',
    replace: 'POSTSMITH.refreshMarginMs',
    noticedIn: 'refresh',
  },
  {
    breaks: 'refresh-token: a refused refresh token is kept',
    find: 'if (answer.isRefused) {',
    replace: 'if (false) {',
    noticedIn: 'failed-refresh',
  },
  {
    breaks: 'refresh-token: a failed refresh is console only',
    find: "pm.test('The access token is refreshed', () => pm.expect.fail(message))",
    replace: 'console.error(message)',
    noticedIn: 'failed-refresh',
  },
  {
    breaks: 'refresh-token: the fixed headers go to any token URL',
    find: 'isOfTheApi ? fixedHeaders() : []',
    replace: 'fixedHeaders()',
    noticedIn: 'refresh',
  },
  {
    breaks: 'refresh-token: a fixed header goes out with an empty variable',
    find: 'emptyVariables(value).length === 0',
    replace: 'true',
    noticedIn: 'refresh',
  },
  {
    breaks: 'token-answer: a failure is said once, whatever log-in follows',
    find: 'pm.variables.unset(FAILED_BEFORE);',
    replace: '',
    noticedIn: 'failed-refresh',
  },
  {
    breaks: 'store-token: an application token is stored as the token of the user',
    find: "POSTSMITH.grant !== 'client_credentials'",
    replace: 'false',
    noticedIn: 'login',
  },
  {
    breaks: 'store-token: a bad answer is stored',
    find: /\}\s*return;(\s*\}\s*pm\.test\('expires_in)/,
    replace: '}$1',
    noticedIn: 'login',
  },
  {
    breaks: 'store-token: the refresh token of an earlier log-in stays',
    find: "grant !== 'refresh_token' && readVariable('refreshToken') !== ''",
    replace: 'false',
    noticedIn: 'login',
  },
];

async function main() {
  const input = readInput();
  for (const mutation of MUTATIONS) {
    const tests = allTests().filter(({ test }) => test.startsWith(`newman::runtime::${mutation.noticedIn}::`));
    let noticedBy;
    await playAll(tests, { ...input, collection: mutate(input.collection, mutation) }, ({ test, ok }) => {
      noticedBy = ok ? undefined : test;
      return ok;
    });
    console.log(`${noticedBy ? 'noticed  ' : 'UNNOTICED'}  ${mutation.breaks}`);
    console.log(`           by ${noticedBy || 'nothing'}`);
    process.exitCode = noticedBy ? process.exitCode : 1;
  }
}

function mutate(collection, { breaks, find, replace }) {
  let changes = 0;
  const event = collection.event.map((one) => {
    const text = one.script.exec.join('\n');
    const mutated = text.replace(find, typeof find === 'string' ? () => replace : replace);
    changes += mutated === text ? 0 : 1;
    return { ...one, script: { ...one.script, exec: mutated.split('\n') } };
  });
  if (changes === 0) {
    throw new Error(`"${breaks}" does not fit the scripts any more: change it`);
  }
  return { ...collection, event };
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
