// Gives every request to the API its fixed headers and its Authorization header, each exactly once.

if (requestTarget === 'api') {
  POSTSMITH.headers.forEach(setFixedHeader);
  setAuthorization();
} else if (requestTarget === 'unknown') {
  pm.test('The base URL is known', () => pm.expect.fail(missingBaseUrl()));
}

function missingBaseUrl() {
  const name = POSTSMITH.variables.baseUrl;
  if (pm.environment.name) {
    return `${name} has no value ${environmentHint()}. Fill it in, or select another environment, then send again.`;
  }
  const choice = POSTSMITH.environments.map((one) => `"${one}"`).join(' or ');
  return `${name} has no value, because no environment is selected. Select ${choice || 'one'}, then send again.`;
}

function setFixedHeader(header) {
  if (header.name.toLowerCase() === 'authorization' && hasAuthOfItsOwn()) {
    return;
  }
  const own = enabledHeaders(header.name);
  const value = header.unlessPresent && own.length > 0 ? own[own.length - 1].value : header.value;
  const empty = emptyVariables(value);
  if (empty.length > 0) {
    console.warn(`The header ${header.name} is not sent: fill ${empty.join(', ')} ${environmentHint()}.`);
    removeHeader(header.name);
  } else {
    setHeader(header.name, value);
  }
}

// Called a second time, with the new token, when refresh-token.js has got one.
function setAuthorization() {
  if (!POSTSMITH.grant || hasAuthOfItsOwn()) {
    return;
  }
  // A token that was pasted together with its type must not become `Bearer Bearer ...`.
  const token = readVariable('accessToken').trim().replace(/^bearer\s+/i, '');
  if (token !== '') {
    setHeader('Authorization', `${tokenType()} ${token}`);
    return;
  }
  // Without a token a listed `Bearer {{...}}` would go out as half a header.
  if (enabledHeaders('Authorization').some((header) => emptyVariables(header.value).length > 0)) {
    removeHeader('Authorization');
  }
  if (POSTSMITH.grant === 'password') {
    console.warn(`There is no access token ${environmentHint()}. Send ${loginRequest()} first.`);
  }
}

// For messages: the request that brings new tokens.
function loginRequest() {
  return POSTSMITH.login ? `"${POSTSMITH.login}"` : 'the token request';
}

// Servers write `bearer` or `Bearer` as they like, and many accept only the second.
function tokenType() {
  const type = readVariable('tokenType').trim();
  return type === '' || type.toLowerCase() === 'bearer' ? 'Bearer' : type;
}

// A request whose own Authorization tab says anything but "Inherit" decides for itself.
function hasAuthOfItsOwn() {
  return Boolean(pm.request.auth && pm.request.auth.type);
}

function enabledHeaders(name) {
  return pm.request.headers.filter((header) => !header.disabled && isNamed(header, name));
}

// Remove, then add: `upsert` keeps a header disabled and mends only the last of several.
function setHeader(name, value) {
  removeHeader(name);
  pm.request.headers.add({ key: name, value });
}

function removeHeader(name) {
  pm.request.headers.remove((header) => isNamed(header, name));
}

function isNamed(header, name) {
  return String(header.key).toLowerCase() === name.toLowerCase();
}

// The names of the variables in a text that have no value. `{{$guid}}` and its like always have one, and
// what `{{vault:...}}` holds is not for scripts to know.
function emptyVariables(text) {
  return (String(text).match(/\{\{[^{}]+\}\}/g) || [])
    .map((placeholder) => placeholder.slice(2, -2))
    .filter((name) => !/^(\$|vault:)/.test(name) && [undefined, null, ''].includes(pm.variables.get(name)));
}
