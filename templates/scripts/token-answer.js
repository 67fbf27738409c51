// Reads what the token endpoint answered and stores the tokens. A server can answer anything: only a
// whole and usable answer replaces what is stored, so that a bad one never costs a good token.
// Nothing that the server sent is shown, apart from OAuth's own error codes: any text may hold a token.

// A variable of one run only: it keeps a run of fifty requests from saying fifty times what to do.
const FAILED_BEFORE = 'POSTSMITH_REFRESH_FAILED';

const OAUTH_ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
];

// Used where the server does not say how long its token lives.
const ASSUMED_LIFETIME_SECONDS = 3600;
const LONGEST_LIFETIME_SECONDS = 10 * 365 * 24 * 3600;

// Gives { accessToken, refreshToken, tokenType, lifetime, lifetimeIsKnown } or, when the answer is of no
// use, { problem, isRefused }: the problem in words, and whether the grant itself is at an end.
function readTokenAnswer(error, response) {
  if (error || !response) {
    const reason = (error && (error.code || error.message)) || 'unknown reason';
    return { problem: `The token endpoint gave no answer (${reason}). ${adviceFor(0, '')}`, isRefused: false };
  }
  const body = parseObject(response.text());
  if (response.code !== 200 || body === null || body.error) {
    const errorCode = body !== null && OAUTH_ERRORS.includes(body.error) ? body.error : '';
    const content = body === null ? 'something that is no JSON object' : errorCode || 'an error';
    return {
      problem: `The token endpoint answered ${response.code} with ${content}. ${adviceFor(response.code, errorCode)}`,
      isRefused: isRefusedGrant(response.code, errorCode, body),
    };
  }
  // Visible ASCII characters only: a header can hold nothing else.
  if (typeof body.access_token !== 'string' || !/^[\x21-\x7e]+$/.test(body.access_token)) {
    return { problem: 'The token endpoint answered 200, but without a usable access_token.', isRefused: false };
  }
  // Postman would replace a variable in a stored token by its value, so a server could ask for the password.
  if (`${body.access_token} ${body.refresh_token}`.includes('{{')) {
    return { problem: 'The token endpoint answered 200 with a token that contains {{: it is not stored.', isRefused: false };
  }
  const seconds = lifetimeInSeconds(body.expires_in);
  return {
    accessToken: body.access_token,
    refreshToken: typeof body.refresh_token === 'string' ? body.refresh_token.trim() : '',
    tokenType: typeof body.token_type === 'string' && /^[\w-]+$/.test(body.token_type) ? body.token_type : 'Bearer',
    lifetime: seconds || ASSUMED_LIFETIME_SECONDS,
    lifetimeIsKnown: seconds > 0,
  };
}

// OAuth's word for it is invalid_grant. Servers built on Laravel Passport before its version 13 answer
// 401 invalid_request instead, and only the description tells it from a missing parameter.
function isRefusedGrant(status, errorCode, body) {
  return (
    errorCode === 'invalid_grant' ||
    (status === 401 && errorCode === 'invalid_request' && /refresh token/i.test(body.error_description))
  );
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch (error) {
    return null; // A web page, half an answer or nothing at all: none of them is a token answer.
  }
}

// `expires_in` should be a number of seconds, and some servers send it as text. 0: it says nothing usable.
function lifetimeInSeconds(expiresIn) {
  const isNumeric = typeof expiresIn === 'string' && /^\d+(\.\d+)?$/.test(expiresIn.trim());
  const seconds = typeof expiresIn === 'number' || isNumeric ? Number(expiresIn) : 0;
  return seconds > 0 ? Math.min(seconds, LONGEST_LIFETIME_SECONDS) : 0;
}

// What to do about a failure. It names variables and the environment, never a value.
function adviceFor(status, errorCode) {
  const names = POSTSMITH.variables;
  if (errorCode === 'invalid_grant') {
    return 'What was sent (the password or the refresh token) is wrong or no longer valid.';
  }
  if (errorCode === 'invalid_client' || status === 401) {
    return `Check ${names.clientId} and ${names.clientSecret} ${environmentHint()}.`;
  }
  if (errorCode === 'unauthorized_client' || errorCode === 'unsupported_grant_type') {
    return `The server does not offer this grant to the application of ${names.clientId}: have it allowed there.`;
  }
  if (errorCode === 'invalid_scope') {
    return 'Check the scope: the server does not give what was asked for.';
  }
  if (status === 400) {
    return 'It wants every parameter present, in a body of the kind x-www-form-urlencoded.';
  }
  if (status >= 300 && status < 400) {
    return `It redirects the request, and credentials must not follow: check ${names.baseUrl} ${environmentHint()}.`;
  }
  if (status === 429) {
    return 'That was too often: wait before you try again.';
  }
  if (status === 0 || status >= 500) {
    return `Try again later, and check ${names.baseUrl} ${environmentHint()} if it stays so.`;
  }
  return `Check ${names.baseUrl} ${environmentHint()}.`;
}

// Stores an answer that readTokenAnswer accepted. The refresh token is the caller's matter.
function storeAccessToken(answer) {
  writeVariable('accessToken', answer.accessToken);
  writeVariable('tokenType', answer.tokenType.toLowerCase() === 'bearer' ? 'Bearer' : answer.tokenType);
  writeVariable('tokenExpiry', Date.now() + Math.round(answer.lifetime * 1000));
  writeVariable('tokenLifetime', answer.lifetime);
  pm.variables.unset(FAILED_BEFORE); // The end of this token is news again.
  const lifetime = duration(answer.lifetime * 1000);
  if (answer.lifetimeIsKnown) {
    console.log(`New access token stored. It lives ${lifetime}.`);
  } else {
    console.warn(`New access token stored. The answer has no usable expires_in, so it is taken to live ${lifetime}.`);
  }
  if (!pm.environment.name) {
    console.warn('No environment is selected: the tokens are kept for this run only.');
  }
}

// Tokens go to the environment, so that each environment keeps its own.
function writeVariable(role, value) {
  if (POSTSMITH.variables[role]) {
    pm.environment.set(POSTSMITH.variables[role], value);
  }
}

// A refused refresh token would be refused before every request from now on. It may have been replaced
// while the answer was on its way: the new one stays.
function forgetRefreshToken(refused) {
  if (readVariable('refreshToken') === refused) {
    writeVariable('refreshToken', '');
  }
}

function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  const units = [['days', 86400], ['hours', 3600], ['minutes', 60]];
  const [name, length] = units.find((unit) => seconds >= 2 * unit[1]) || ['seconds', 1];
  return `${Math.round(seconds / length)} ${name}`;
}
