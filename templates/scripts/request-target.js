// Where does this request really go? Only the API itself may get the client headers and the token,
// so neither a request's name nor the text of its URL decides, but the address Postman will call.

const requestTarget = findRequestTarget();

// 'api': the API. 'token': its token endpoint. 'unknown': the base URL has no value.
// 'elsewhere': any other host, which gets nothing from these scripts.
function findRequestTarget() {
  const base = baseUrl();
  if (pm.request.url.toString().startsWith(baseUrlPlaceholder()) && !isComplete(base)) {
    return 'unknown';
  }
  cleanRequestUrl(base);
  const url = resolveUrl(pm.request.url.toString());
  if (POSTSMITH.tokenUrl && address(url) === address(resolveUrl(POSTSMITH.tokenUrl))) {
    return 'token';
  }
  return isComplete(base) && origin(url) === origin(resolveUrl(base)) ? 'api' : 'elsewhere';
}

// The value of a variable by its role in POSTSMITH.variables, as text: '' when it has none.
function readVariable(role) {
  const value = pm.variables.get(POSTSMITH.variables[role] || '');
  return value === undefined || value === null ? '' : String(value);
}

function baseUrlPlaceholder() {
  return `{{${POSTSMITH.variables.baseUrl}}}`;
}

// The base URL as it should have been typed: no space around it, no slash at its end.
function baseUrl() {
  return pm.variables.replaceIn(readVariable('baseUrl')).trim().replace(/\/+$/, '');
}

// True for a URL without a gap: no variable in it was left without a value.
function isComplete(url) {
  return url !== '' && !url.includes('{{');
}

// A base URL with a space or a slash too many would end up in the middle of the request's URL.
function cleanRequestUrl(base) {
  const host = pm.request.url.host || [];
  if (host.length === 1 && host[0] === baseUrlPlaceholder() && base !== readVariable('baseUrl')) {
    pm.request.url.host = [base];
  }
}

// A URL with every variable replaced, read by the parser that Postman itself uses: had we a parser of
// our own, an odd URL could look like the API to us and like another host to Postman.
function resolveUrl(template) {
  const { Url } = require('postman-collection');
  const withBase = template.split(baseUrlPlaceholder()).join(baseUrl());
  return new Url(pm.variables.replaceIn(withBase).trim());
}

// Scheme, host and port. Postman calls a URL without a scheme over http.
function origin(url) {
  const scheme = (url.protocol || 'http').toLowerCase();
  const port = url.port || (scheme === 'https' ? '443' : '80');
  return `${scheme}://${url.getHost().toLowerCase()}:${port}`;
}

// A slash too many makes no other address.
function address(url) {
  return origin(url) + url.getPath().replace(/\/+/g, '/').replace(/\/$/, '');
}

// For messages that name a variable: where to fill it in.
function environmentHint() {
  return pm.environment.name ? `in the environment "${pm.environment.name}"` : 'in an environment (none is selected)';
}
