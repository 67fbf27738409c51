'use strict';

// Requests for a case to send, and questions about those that the mock received.

const BASE = '{{TALLYFY_BASE_URL}}';

function get(url, { headers = [], auth, name = `GET - ${url}` } = {}) {
  return { name, request: { method: 'GET', header: headers, url, ...(auth ? { auth } : {}) } };
}

function me(options) {
  return get(`${BASE}/me`, options);
}

function postJson(url, value) {
  const body = { mode: 'raw', raw: JSON.stringify(value), options: { raw: { language: 'json' } } };
  return { name: `POST - ${url}`, request: { method: 'POST', header: [], url, body } };
}

function tokenRequest(parameters, { name = 'POST - Get access token', url = `${BASE}/oauth/token` } = {}) {
  const urlencoded = Object.entries(parameters).map(([key, value]) => ({ key, value, type: 'text' }));
  const body = { mode: 'urlencoded', urlencoded };
  return { name, request: { auth: { type: 'noauth' }, method: 'POST', header: [], url, body } };
}

const CLIENT = { client_id: '{{TALLYFY_CLIENT_ID}}', client_secret: '{{TALLYFY_CLIENT_SECRET}}' };

function login(options) {
  const user = { username: '{{TALLYFY_USERNAME}}', password: '{{TALLYFY_PASSWORD}}' };
  return tokenRequest({ grant_type: 'password', ...user, ...CLIENT }, options);
}

function refreshByHand() {
  return tokenRequest({ grant_type: 'refresh_token', refresh_token: '{{TALLYFY_REFRESH_TOKEN}}', ...CLIENT });
}

function applicationLogin() {
  return tokenRequest({ grant_type: 'client_credentials', ...CLIENT });
}

function header({ headers }, name) {
  const found = headers.find(([one]) => one === name.toLowerCase());
  return found && found[1];
}

function isTokenCall({ url }) {
  return url.split('?')[0].endsWith('/oauth/token');
}

function tokenCalls(run) {
  return run.log.filter(isTokenCall);
}

function refreshes(run) {
  return tokenCalls(run).filter(({ body }) => new URLSearchParams(body).get('grant_type') === 'refresh_token');
}

function apiCalls(run) {
  return run.log.filter((call) => !isTokenCall(call));
}

// The Authorization headers that the API received, in order.
function authorizations(run) {
  return apiCalls(run).map((call) => header(call, 'authorization'));
}

// The tests that failed. Newman alone also counts each request of a script that got no answer, whatever
// the script makes of it; those failures have no test.
function failedTests(run) {
  return run.failures.filter(({ test }) => test !== '');
}

module.exports = {
  BASE, apiCalls, applicationLogin, authorizations, failedTests, get, header, login, me, postJson, refreshByHand,
  refreshes, tokenCalls, tokenRequest,
};
