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
    const body = value === undefined ? '' : JSON.stringify(value);
    const answer = await call(method, `${this.url}/__postsmith/${name}`, 'application/json', body);
    if (answer.status >= 300) {
      throw new Error(`the mock refused ${method} ${name}: ${answer.status} ${answer.text}`);
    }
    return answer.text === '' ? null : JSON.parse(answer.text);
  }

  // A token request as any client would send it; it is taken out of the log.
  async tokenRequest(parameters) {
    const body = new URLSearchParams(parameters).toString();
    const answer = await call('POST', this.tokenUrl, 'application/x-www-form-urlencoded', body);
    if (answer.status !== 200) {
      throw new Error(`the mock refused the log-in of a test: ${answer.status}`);
    }
    await this.forgetLog();
    return JSON.parse(answer.text);
  }
}

// One call over a connection of its own: a kept one could be closed by the mock just when it is used again.
function call(method, url, type, body) {
  return new Promise((resolve, reject) => {
    const headers = body === '' ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
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
