'use strict';

const http = require('http');

// Steers `postsmith mock` through its control endpoint.
class Mock {
  constructor(url) {
    this.url = url;
    this.baseUrl = `${url}/api`;
    this.tokenUrl = `${this.baseUrl}/oauth/token`;
  }

  reset() {
    return this.control('POST', 'reset');
  }

  settings(values) {
    return this.control('PUT', 'settings', values);
  }

  faults(list) {
    return this.control('PUT', 'faults', list);
  }

  expire(token) {
    return this.control('POST', 'expire', { token });
  }

  // The calls as they were received: [{ method, url, headers: [[name, value]], body }].
  log() {
    return this.control('GET', 'requests');
  }

  forgetLog() {
    return this.control('DELETE', 'requests');
  }

  // The tokens that are valid now: { access, refresh, application }.
  tokens() {
    return this.control('GET', 'tokens');
  }

  async control(method, name, value) {
    const body = value === undefined ? undefined : JSON.stringify(value);
    const headers = body ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(`${this.url}/__postsmith/${name}`, { method, headers, body });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`the mock refused ${method} ${name}: ${answer.status} ${text}`);
    }
    return text === '' ? null : JSON.parse(text);
  }

  // A token request as any client would send it; it is taken out of the log.
  async tokenRequest(parameters) {
    const answer = await fetch(this.tokenUrl, { method: 'POST', body: new URLSearchParams(parameters) });
    if (!answer.ok) {
      throw new Error(`the mock refused the log-in of a test: ${answer.status}`);
    }
    await this.forgetLog();
    return answer.json();
  }
}

// Another host than the API's: it answers everything with {} and keeps what it was sent.
class Stranger {
  constructor() {
    this.received = [];
    this.server = http.createServer((request, response) => {
      this.received.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.server.close();
  }
}

module.exports = { Mock, Stranger };
