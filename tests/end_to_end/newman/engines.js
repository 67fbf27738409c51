'use strict';

// The two engines that run Postman's collections: Newman, and the runtime inside the Postman app.
// Each gives a run in the same form:
//   failures    what makes Newman exit with 1: [{ test, message }]; `test` is '' for a request without an answer
//   exceptions  messages of errors that a script threw
//   console     what the scripts printed, one string per call
//   sent        the requests as they were handed to the network: [{ url, headers: [[name, value]] }]
//   values      the environment after the run: Map of name to value

const newman = require('newman');
const runtime = require('postman-runtime');

// Each engine brings its own version of the SDK, and takes objects of that version only.
const sdk = require(require.resolve('postman-collection', { paths: [require.resolve('postman-runtime')] }));

const TIMEOUT_MS = 5000;

function runInNewman(collection, environment) {
  return new Promise((resolve, reject) => {
    const run = emptyRun();
    const options = { collection, reporters: [], timeoutRequest: TIMEOUT_MS };
    if (environment) {
      options.environment = environment;
    }
    newman
      .run(options, (error, summary) => {
        if (error) {
          reject(error);
          return;
        }
        run.failures = summary.run.failures.map(({ error: { test, message } }) => ({ test: test || '', message }));
        run.values = toMap(summary.environment.values);
        resolve(run);
      })
      .on('console', (error, { messages }) => run.console.push(messages.map(String).join(' ')))
      .on('exception', (error, { error: thrown }) => run.exceptions.push(thrown.message))
      .on('request', (error, { request }) => run.sent.push(toSent(request)));
  });
}

function runInRuntime(collection, environment) {
  return new Promise((resolve, reject) => {
    const run = emptyRun();
    const scope = new sdk.VariableScope(environment || {});
    const options = { environment: scope, timeout: { request: TIMEOUT_MS } };
    new runtime.Runner().run(new sdk.Collection(collection), options, (error, started) => {
      if (error) {
        reject(error);
        return;
      }
      started.start({
        assertion(cursor, assertions) {
          for (const { name, error: failed } of assertions.filter((one) => !one.passed && !one.skipped)) {
            run.failures.push({ test: name, message: failed.message });
          }
        },
        exception(cursor, thrown) {
          run.exceptions.push(thrown.message);
          run.failures.push({ test: '', message: thrown.message });
        },
        console(cursor, level, ...messages) {
          run.console.push(messages.map(String).join(' '));
        },
        response(failed, cursor, response, request) {
          if (failed) {
            run.failures.push({ test: '', message: failed.message });
          }
          run.sent.push(toSent(request));
        },
        done(failed) {
          if (failed) {
            reject(failed);
            return;
          }
          run.values = toMap(started.state.environment.values);
          resolve(run);
        },
      });
    });
  });
}

function emptyRun() {
  return { failures: [], exceptions: [], console: [], sent: [], values: new Map() };
}

function toMap(variables) {
  return new Map(variables.map(({ key, value }) => [key, value]));
}

function toSent(request) {
  return {
    url: request.url.toString(),
    headers: request.headers.map(({ key, value }) => [key.toLowerCase(), value]),
  };
}

module.exports = { newman: runInNewman, runtime: runInRuntime };
