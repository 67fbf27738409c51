// Gets a new access token before the stored one ends, so that the request at hand goes out with it.
// Postman waits for the call that is made here, and only then sends the request.

if (requestTarget === 'api' && usesStoredToken() && isRefreshDue()) {
  refreshAccessToken();
}

// A request with an auth of its own needs our token only if that auth names it.
function usesStoredToken() {
  return !hasAuthOfItsOwn() || JSON.stringify(pm.request.auth).includes(`{{${POSTSMITH.variables.accessToken}}}`);
}

// An expiry that is no number tells nothing: better one refresh too many than none for ever.
function isRefreshDue() {
  return readVariable('accessToken') === '' || !(storedExpiry() - Date.now() > refreshMargin());
}

// Milliseconds since 1970, or NaN.
function storedExpiry() {
  const text = readVariable('tokenExpiry').trim();
  const expiry = text === '' ? NaN : Number(text);
  return Number.isFinite(expiry) ? expiry : NaN;
}

// A token that lives shorter than the margin would be due at once and refreshed before every request:
// such a token is refreshed when half of its life is over.
function refreshMargin() {
  const lifetime = Number(readVariable('tokenLifetime')) * 1000;
  return lifetime > 0 ? Math.min(POSTSMITH.refreshMarginMs, lifetime / 2) : POSTSMITH.refreshMarginMs;
}

function refreshAccessToken() {
  const refreshToken = readVariable('refreshToken');
  if (POSTSMITH.grant === 'password' && refreshToken === '') {
    reportNoRefreshToken();
    return;
  }
  const credentials = `{{${POSTSMITH.variables.clientId}}} {{${POSTSMITH.variables.clientSecret}}}`;
  const empty = emptyVariables(`${POSTSMITH.tokenUrl} ${credentials}`);
  if (empty.length > 0) {
    reportFailedRefresh(`There can be no new access token: fill ${empty.join(', ')} ${environmentHint()}.`);
    return;
  }
  const url = resolveUrl(POSTSMITH.tokenUrl).toString();
  const grant =
    POSTSMITH.grant === 'client_credentials'
      ? [['grant_type', 'client_credentials']]
      : [['grant_type', 'refresh_token'], ['refresh_token', refreshToken]];

  // Nothing in this callback may throw: Postman would call it again, or lose the failure silently.
  pm.sendRequest(tokenRequest(url, grant), (error, response) => {
    const answer = readTokenAnswer(error, response);
    if (answer.problem) {
      if (answer.isRefused) {
        forgetRefreshToken(refreshToken);
      }
      reportFailedRefresh(answer.problem);
      return;
    }
    storeAccessToken(answer);
    // A refresh need not bring a new refresh token. If it does not, the old one stays good.
    if (answer.refreshToken !== '') {
      writeVariable('refreshToken', answer.refreshToken);
    }
    setAuthorization();
  });
}

// A token endpoint on another host than the API gets none of the API's headers: one may hold a key.
function tokenRequest(url, grant) {
  const isOfTheApi = origin(resolveUrl(POSTSMITH.tokenUrl)) === origin(resolveUrl(baseUrl()));
  const parameters = grant.concat([
    ['client_id', readVariable('clientId')],
    ['client_secret', readVariable('clientSecret')],
  ]);
  return {
    url,
    method: 'POST',
    header: isOfTheApi ? fixedHeaders() : [],
    // Postman encodes the parameters itself, and sets the one Content-Type that fits.
    body: { mode: 'urlencoded', urlencoded: parameters.map(([key, value]) => ({ key, value })) },
  };
}

// Postman replaces no variable in a request that a script sends, so it is done here. A header whose variable
// is empty is left out, as it is from the request at hand.
function fixedHeaders() {
  return POSTSMITH.headers
    .filter(({ name }) => !['authorization', 'content-type'].includes(name.toLowerCase()))
    .filter(({ value }) => emptyVariables(value).length === 0)
    .map(({ name, value }) => ({ key: name, value: pm.variables.replaceIn(value) }));
}

// A failed refresh does no harm while the stored token lives. After that the request at hand is bound to
// fail, and a failed test is what makes the reason seen: in Postman, and in Newman's exit code.
function reportFailedRefresh(problem) {
  const left = storedExpiry() - Date.now();
  if (readVariable('accessToken') !== '' && left > 0) {
    console.warn(`${problem} Going on with the stored access token, which lives ${duration(left)} more.`);
  } else {
    failRefresh(`${problem} ${nextStep()}`);
  }
}

function reportNoRefreshToken() {
  const left = storedExpiry() - Date.now();
  if (readVariable('accessToken') === '' || Number.isNaN(left)) {
    return; // A pasted token may well be good; and set-headers.js says it when there is none at all.
  }
  if (left > 0) {
    console.warn(`The access token lives ${duration(left)} more, and there is no refresh token. ${nextStep()}`);
  } else if (!pm.variables.get(FAILED_BEFORE)) {
    failRefresh(`The access token has ended, and there is no refresh token. ${nextStep()}`);
  }
}

function failRefresh(message) {
  pm.variables.set(FAILED_BEFORE, true);
  pm.test('The access token is refreshed', () => pm.expect.fail(message));
}

function nextStep() {
  return POSTSMITH.grant === 'password' ? `Send ${loginRequest()} for a new one.` : 'Then send this request again.';
}
