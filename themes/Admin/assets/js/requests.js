// Every htmx request: antiforgery token, short addresses, errors that say so and offer another try.
import { htmx, meta, on, refreshLists, t } from './core.js';
import { toast } from './toasts.js';

document.addEventListener('htmx:configRequest', ({ detail }) => {
  if (detail.verb === 'get') {
    // A filter form sends its empty fields too; the address shows only what narrows.
    for (const [name, value] of [...detail.formData.entries()]) {
      if (value === '') {
        detail.formData.delete(name);
      }
    }
  } else {
    detail.headers.RequestVerificationToken = meta('request-token');
    detail.timeout = 0; // what is written may be a large file on a slow line, and is not to be written twice
  }
});

async function failed({ detail }) {
  const { xhr, requestConfig: config } = detail;
  if (xhr.status === 401) {
    // The session ended. What was typed stays; a second try after signing in elsewhere sends it.
    toast({ kind: 'bad', title: t('common.error.session'), text: t('common.error.session.detail'), action: t('common.signIn'), act: () => open(xhr.getResponseHeader('X-Sign-In')) });
    return;
  }

  if (config.elt.dataset?.poll || config.elt.id === 'operations') {
    return; // it asks again by itself
  }

  if (/"notice"/.test(xhr.getResponseHeader?.('HX-Trigger') ?? '')) {
    return;
  }

  let problem = {};
  try {
    problem = JSON.parse(xhr.responseText);
  } catch {
    // not a problem document
  }

  const number = problem.traceId ?? xhr.getResponseHeader?.('X-Correlation-Id');
  const canRetry = xhr.status === 0 || xhr.status === 429 || xhr.status >= 500;
  toast({
    kind: 'bad',
    title: problem.title ?? t(xhr.status === 0 ? 'common.error.offline' : xhr.status === 403 ? 'common.error.forbidden' : xhr.status === 404 ? 'common.error.gone' : 'common.error.failed'),
    text: [problem.detail, number && xhr.status >= 500 ? t('common.error.number', number) : null].filter(Boolean).join(' '),
    action: canRetry ? t('common.retry') : null,
    act: () => htmx.ajax(config.verb.toUpperCase(), config.path, { source: config.elt, target: config.target, values: config.parameters }),
  });
}

for (const type of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(type, failed);
}

// The keyboard stays where it was when the part of the page around it is drawn again: htmx sees to elements with an id.
let held = null;
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const active = document.activeElement;
  held = null;
  if (active && active !== document.body && detail.target !== active && detail.target.contains?.(active)) {
    const row = active.closest('tr[data-id]')?.dataset.id;
    const name = ['hx-get', 'hx-post', 'data-href', 'href', 'name'].find((attribute) => active.hasAttribute(attribute));
    held = [
      name && `${active.localName}[${name}="${CSS.escape(active.getAttribute(name))}"]`,
      row && `tr[data-id="${CSS.escape(row)}"] a`,
      '#conteudo',
    ].filter(Boolean);
  }
});
document.addEventListener('htmx:afterSettle', () => {
  if (held && document.activeElement === document.body) {
    const found = held.map((selector) => document.querySelector(selector)).find(Boolean);
    found?.focus({ preventScroll: true });
  }
  held = null;
});

// Answers announce changes: HX-Trigger: {"list-changed":"clients"}
document.addEventListener('list-changed', ({ detail }) => refreshLists(typeof detail?.value === 'string' ? detail.value : undefined));

// A button that shows the wait, for what lasts from one to ten seconds.
const buttonOf = (element) => (element.matches('form') ? element.querySelector('[type=submit]') ?? document.querySelector(`[type=submit][form="${element.id}"]`) : element.closest('button'));
const busy = (element, isBusy) => {
  const button = buttonOf(element);
  button?.toggleAttribute('data-busy', isBusy);
  button?.setAttribute('aria-busy', isBusy);
};
// The keyboard presses a busy button, too: Enter twice is once.
for (const type of ['click', 'submit']) {
  document.addEventListener(type, (event) => {
    if (event.target instanceof Element && buttonOf(event.target)?.hasAttribute('data-busy')) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
}
document.addEventListener('htmx:beforeRequest', ({ detail }) => detail.requestConfig.verb !== 'get' && busy(detail.elt, true));
document.addEventListener('htmx:afterRequest', ({ detail }) => detail.requestConfig.verb !== 'get' && busy(detail.elt, false));
on('submit', 'form:not([data-pref])', (event, form) => {
  setTimeout(() => {
    if (!event.defaultPrevented && form.method === 'post' && !form.hasAttribute('data-download') && !event.submitter?.formTarget) {
      busy(form, true);
    }
  });
});
addEventListener('pageshow', (event) => event.persisted && document.querySelectorAll('[data-busy]').forEach((e) => e.removeAttribute('data-busy')));
