'use strict';

// An API whose tokens come from @node-oauth/oauth2-server: POST /oauth/token, GET /me, GET /apps/me, GET /items.
// The credentials come in environment variables, see ../server.rs. Prints its address. Ends with its standard input.

const http = require('http');
const OAuth2Server = require('@node-oauth/oauth2-server');
const { Model } = require('./model');

const env = (name) => {
  if (!process.env[name]) {
    throw new Error(`the environment variable ${name} is not set`);
  }
  return process.env[name];
};

const oauth = new OAuth2Server({
  model: new Model({
    login: { id: env('OAUTH_LOGIN_ID'), secret: env('OAUTH_LOGIN_SECRET') },
    application: { id: env('OAUTH_APPLICATION_ID'), secret: env('OAUTH_APPLICATION_SECRET') },
    user: { username: env('OAUTH_USERNAME'), password: env('OAUTH_PASSWORD') },
  }),
});

const ROUTES = {
  'POST /oauth/token': (request, response) => oauth.token(request, response).then(() => response.body),
  'GET /me': (request, response) => oauth.authenticate(request, response).then(({ user }) => user),
  'GET /apps/me': (request, response) => oauth.authenticate(request, response).then(({ client }) => ({ application: client.id })),
  'GET /items': (request, response) => oauth.authenticate(request, response).then(() => ({ items: [] })),
};

async function readBody(message) {
  const parts = [];
  for await (const part of message) {
    parts.push(part);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString('utf8')));
}

async function answer(message, reply) {
  const { pathname, searchParams } = new URL(message.url, 'http://localhost');
  const route = ROUTES[`${message.method} ${pathname}`];
  const { method, headers } = message;
  const query = Object.fromEntries(searchParams);
  const request = new OAuth2Server.Request({ method, headers, query, body: await readBody(message) });
  const response = new OAuth2Server.Response({});
  let body = { error: 'not_found' };
  let status = 404;
  if (route) {
    try {
      body = await route(request, response);
      status = response.status;
    } catch (error) {
      status = error.code || 500;
      body = { error: error.name, error_description: error.message };
    }
  }
  console.error(`${method} ${pathname} ${status}`);
  reply.writeHead(status, { ...response.headers, 'content-type': 'application/json' });
  reply.end(JSON.stringify(body));
}

const server = http.createServer((message, reply) => {
  answer(message, reply).catch((error) => {
    console.error(error.stack);
    reply.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
process.stdin.on('end', () => process.exit()).resume();
