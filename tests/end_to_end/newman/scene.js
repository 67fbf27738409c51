'use strict';

const assert = require('assert');

const CREDENTIALS = {
  clientId: '1001',
  clientSecret: 'fake-client-secret',
  username: 'ada@example.com',
  password: 'fake-password',
};

// What one case plays in: the mock in a known state, the values of the environment, and the constants of
// the built scripts. Variables are named by their role in those constants, so any prefix will do.
class Scene {
  constructor({ collection, environment, mock, stranger, engine }) {
    this.built = collection;
    this.builtEnvironment = environment;
    this.mock = mock;
    this.stranger = stranger;
    this.engine = engine;
    this.constants = readConstants(collection);
    this.values = { ...CREDENTIALS, baseUrl: mock.baseUrl };
    this.environmentIsSelected = true;
  }

  set(values) {
    Object.assign(this.values, values);
  }

  // Stores tokens that the mock gave, with so many seconds left to live. None left: the mock
  // refuses the access token from now on.
  async signIn({ left = 3600 } = {}) {
    const { clientId, clientSecret, username, password } = this.values;
    const answer = await this.mock.tokenRequest({
      grant_type: 'password',
      client_id: clientId,
      client_secret: clientSecret,
      username,
      password,
    });
    if (left <= 0) {
      await this.mock.expire('access');
    }
    this.set({
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      tokenExpiry: String(Date.now() + left * 1000),
      tokenType: 'Bearer',
    });
    return answer;
  }

  // Runs these requests under the built collection's own scripts, and checks what must hold in every run.
  async send(...items) {
    this.stranger.received = [];
    const secrets = await this.secrets();
    const run = await this.engine(this.collectionOf(items), this.environment());
    run.log = await this.mock.log();
    run.value = (role) => run.values.get(this.variable(role));
    for (const value of [...(await this.secrets()), run.value('accessToken'), run.value('refreshToken')]) {
      secrets.add(value);
    }
    this.checkEveryRun(run, secrets);
    return run;
  }

  variable(role) {
    return this.constants.variables[role];
  }

  clientHeader() {
    return this.constants.headers[0].name.toLowerCase();
  }

  collectionOf(items) {
    return { ...this.built, event: withConstants(this.built.event, this.constants), item: items };
  }

  environment() {
    if (!this.environmentIsSelected) {
      return undefined;
    }
    const values = new Map(this.builtEnvironment.values.map((one) => [one.key, one]));
    for (const [role, value] of Object.entries(this.values)) {
      const key = this.variable(role) || role;
      values.set(key, { ...values.get(key), key, value, enabled: true });
    }
    return { ...this.builtEnvironment, values: [...values.values()] };
  }

  async secrets() {
    const { access, refresh, application } = await this.mock.tokens();
    const { accessToken, refreshToken, clientSecret, password } = this.values;
    return new Set([...access, ...refresh, ...application, accessToken, refreshToken, clientSecret, password]);
  }

  checkEveryRun(run, secrets) {
    assert.deepEqual(run.exceptions, [], 'no script throws');
    const shown = [...run.console, ...run.failures.map(({ message }) => message)];
    for (const secret of [...secrets].filter((one) => typeof one === 'string' && one.length > 7)) {
      assert(!shown.some((text) => text.includes(secret)), 'no message shows a secret');
      assert(!this.stranger.received.some((text) => text.includes(secret)), 'no secret goes to another host');
    }
    for (const { url, headers } of run.log) {
      for (const name of ['authorization', 'accept', 'content-type', this.clientHeader()]) {
        const times = headers.filter(([one]) => one === name).length;
        assert(times <= 1, `${url} was sent ${name} ${times} times`);
      }
    }
  }
}

const CONSTANTS = /^const POSTSMITH = (\{[^]*?\n\});/;

function readConstants(collection) {
  const script = collection.event[0].script.exec.join('\n');
  return JSON.parse(CONSTANTS.exec(script)[1]);
}

function withConstants(events, constants) {
  return events.map((event) => {
    const text = `const POSTSMITH = ${JSON.stringify(constants, null, 2)};`;
    const script = event.script.exec.join('\n').replace(CONSTANTS, () => text);
    return { ...event, script: { ...event.script, exec: script.split('\n') } };
  });
}

module.exports = { Scene, readConstants };
