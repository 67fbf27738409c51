// Check boxes that are remembered, copy buttons, a filter, and light or dark colours. The page is complete without this script.
(() => {
  'use strict';
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const key = `postsmith:${document.documentElement.dataset.guide || location.pathname}`;

  // A browser may refuse storage for a file on disk. Then the page remembers nothing and works.
  const memory = {
    read(name) {
      try {
        return JSON.parse(localStorage.getItem(`${key}:${name}`));
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        localStorage.setItem(`${key}:${name}`, JSON.stringify(value));
      } catch {
        // Without storage nothing is remembered.
      }
    },
  };

  const say = (text) => {
    document.getElementById('status').textContent = text;
  };

  // Copy buttons.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // Not allowed here; the older method below may work.
      }
    }
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('readonly', '');
    area.style.cssText = 'position:fixed;opacity:0';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  };
  for (const button of all('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const block = button.parentElement.querySelector('pre');
      const done = await copy(button.dataset.copy ?? block.textContent);
      button.textContent = done ? 'Copied' : 'Press Ctrl+C';
      button.classList.toggle('done', done);
      say(done ? 'Copied' : 'Could not copy');
      button.focus();
      setTimeout(() => {
        button.textContent = 'Copy';
        button.classList.remove('done');
      }, 1600);
    });
  }

  // Check boxes of the set-up steps.
  const ticks = all('[data-tick]');
  const progress = document.getElementById('progress');
  const count = () => {
    const done = ticks.filter((tick) => tick.checked).length;
    progress.textContent = done === ticks.length ? 'All done. Welcome aboard.' : `${done} of ${ticks.length} done`;
  };
  if (ticks.length > 0) {
    const ticked = memory.read('ticks') || [];
    for (const tick of ticks) {
      tick.checked = ticked.includes(tick.dataset.tick);
      tick.addEventListener('change', () => {
        memory.write('ticks', ticks.filter((one) => one.checked).map((one) => one.dataset.tick));
        count();
        say(progress.textContent);
      });
    }
    progress.hidden = false;
    count();
  }

  // The switch between light and dark.
  const root = document.documentElement;
  const theme = document.querySelector('.theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = memory.read('theme');
  if (chosen) {
    root.dataset.theme = chosen;
  }
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const now = root.dataset.theme || (dark.matches ? 'dark' : 'light');
    root.dataset.theme = now === 'dark' ? 'light' : 'dark';
    memory.write('theme', root.dataset.theme);
    say(`${root.dataset.theme} colours`);
  });

  // A link to a closed element opens it.
  const open = () => {
    let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const target = element;
    for (; element; element = element.parentElement) {
      if (element.tagName === 'DETAILS') {
        element.open = true;
      }
    }
    if (target) {
      target.scrollIntoView();
    }
  };
  addEventListener('hashchange', open);
  if (location.hash) {
    open();
  }

  // The filter of the requests.
  const filter = document.getElementById('filter');
  if (filter) {
    filter.closest('.filter').hidden = false;
    const requests = all('.request');
    filter.addEventListener('input', () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const request of requests) {
        const text = request.querySelector('summary').textContent.toLowerCase();
        request.hidden = !words.every((word) => text.includes(word));
        shown += request.hidden ? 0 : 1;
      }
      for (const folder of all('.folder')) {
        folder.hidden = words.length > 0 && !folder.querySelector('.request:not([hidden])');
      }
      document.getElementById('filtered').textContent = words.length > 0 ? `${shown} of ${requests.length}` : '';
    });
  }

  // Marks the current section in the navigation.
  const links = all('.bar nav a');
  const mark = () => {
    const line = innerHeight / 3;
    const above = links.filter((link) => document.querySelector(link.hash).getBoundingClientRect().top <= line);
    const here = above[above.length - 1];
    for (const link of links) {
      link.toggleAttribute('aria-current', link === here);
    }
  };
  addEventListener('scroll', mark, { passive: true });
  mark();

  // Before printing, all details open except the requests, which would fill a book.
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not([open], .request, .example-response)');
    closed.forEach((details) => (details.open = true));
  });
  addEventListener('afterprint', () => closed.forEach((details) => (details.open = false)));
})();
