// Stores what a token request of this collection brought, and shows in the test results what it lacked.

if (requestTarget === 'token') {
  storeTokenResponse(readTokenAnswer(null, pm.response));
}

function storeTokenResponse(answer) {
  pm.test('Status is 200 and access_token is present', () => {
    if (answer.problem) {
      pm.expect.fail(`${answer.problem} The stored access token is kept.`);
    }
  });
  const grant = sentParameter('grant_type');
  if (answer.problem) {
    if (answer.isRefused && grant === 'refresh_token') {
      forgetRefreshToken(sentParameter('refresh_token'));
    }
    return;
  }
  pm.test('expires_in is present', () => {
    if (!answer.lifetimeIsKnown) {
      pm.expect.fail('The answer has no expires_in that is a number of seconds above 0.');
    }
  });
  if (grant === 'client_credentials' && POSTSMITH.grant !== 'client_credentials') {
    storeApplicationToken(answer);
    return;
  }
  storeAccessToken(answer);
  storeRefreshToken(answer, grant);
}

// An application's token opens none of the user's endpoints, so it never takes the place of the user's token.
function storeApplicationToken(answer) {
  const name = POSTSMITH.variables.appAccessToken;
  writeVariable('appAccessToken', answer.accessToken);
  console.log(
    name
      ? `Application token stored in ${name}. It lives ${duration(answer.lifetime * 1000)}.`
      : 'This token stands for the application and not for a user: it is not stored.'
  );
}

// A refresh may leave the refresh token out, and the old one stays good (RFC 6749, section 6). A log-in that
// leaves it out is another matter: the stored one belongs to an earlier log-in, perhaps of another user, and
// would bring that user's tokens back when the new access token ends.
function storeRefreshToken(answer, grant) {
  if (answer.refreshToken !== '') {
    writeVariable('refreshToken', answer.refreshToken);
  } else if (grant !== 'refresh_token' && readVariable('refreshToken') !== '') {
    writeVariable('refreshToken', '');
    console.warn('The answer has no refresh_token. The one of the earlier log-in is dropped.');
  }
}

// A parameter of the request's body, which is urlencoded or (in a request of the user's own) text.
function sentParameter(name) {
  const body = pm.request.body;
  if (!body || body.mode !== 'urlencoded') {
    const found = new RegExp(`\\b${name}\\b["=:\\s]+([^"&\\s]+)`).exec(String((body && body.raw) || ''));
    return found ? found[1] : '';
  }
  const parameter = body.urlencoded.find((one) => one.key === name && !one.disabled);
  return parameter ? String(parameter.value) : '';
}
