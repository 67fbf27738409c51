'use strict';

// What the scripts may be written in: every engine people still run must be able to read them.

const assert = require('assert');

// Required when a case runs: the tests can be listed before anything is installed.
const acorn = () => require('acorn');

for (const [listen, name] of [['prerequest', 'pre-request'], ['test', 'test']]) {
  const scriptOf = (scene) => scene.built.event.find((event) => event.listen === listen).script.exec.join('\n');

  module.exports[`the ${name} script is ES2018`] = async (scene) => {
    acorn().parse(scriptOf(scene), { ecmaVersion: 2018, allowReturnOutsideFunction: true });
  };

  module.exports[`the ${name} script waits for callbacks only`] = async (scene) => {
    const tokens = acorn().tokenizer(scriptOf(scene), { ecmaVersion: 2018 });
    const words = [...tokens].map((token) => token.value);
    ['await', 'async', 'Promise', 'then'].forEach((word) => assert(!words.includes(word), word));
  };
}
