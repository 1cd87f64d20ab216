// Server dialogs in <dialog id="dialog">, the side panel, and the warning about unsaved changes.
//   Open: hx-get="…" hx-target="#dialog" on any link or button (or ListAction.Method = Dialog).
//   A form inside posts to its address; 412 and 422 draw it again, 204 closes the dialog and refreshes the lists of the page.
import { htmx, on, onLoad, refreshLists, t } from './core.js';
import { ask } from './confirm.js';

const dialog = document.getElementById('dialog');
const panel = document.getElementById('panel');
const dirty = new WeakSet();
let opener = null;

// ---- unsaved changes
const tracked = 'form.cs-form[method="post" i]:not([data-saved])';
on('input', tracked, (_, form) => dirty.add(form));
on('change', tracked, (_, form) => dirty.add(form));
on('submit', tracked, (event, form) => event.submitter?.formTarget || dirty.delete(form)); // a frame's answer leaves the page as it is
export const unsaved = (root) => [...root.querySelectorAll(tracked)].some((form) => dirty.has(form) || form.querySelector('[aria-invalid=true]'));
addEventListener('beforeunload', (event) => unsaved(document) && event.preventDefault());

export const mayLeave = (root) => !unsaved(root) || ask({
  question: t('form.leave'), detail: t('form.leave.detail'), yes: t('form.leave.yes'), no: t('form.leave.no'),
});

// A link that draws a part of the page anew asks before it takes a form along.
document.addEventListener('htmx:confirm', (event) => {
  const { verb, elt, target, issueRequest } = event.detail;
  if (verb === 'get' && elt.matches('a, button') && target && unsaved(target)) {
    event.preventDefault();
    mayLeave(target).then((leaves) => leaves && issueRequest(true));
  }
});

// ---- dialog
async function close() {
  if (await mayLeave(dialog)) {
    finish();
  }
}

function finish() {
  if (dialog.open) {
    dialog.close();
  }
}

if (dialog) {
  document.addEventListener('htmx:beforeRequest', ({ detail }) => {
    if (detail.target === dialog && !dialog.open) {
      opener = document.activeElement;
    }
  });

  document.addEventListener('htmx:afterSwap', ({ detail }) => {
    if (detail.target !== dialog) {
      return;
    }

    if (dialog.childElementCount === 0) {
      finish();
      return;
    }

    const heading = dialog.querySelector('h2');
    if (heading) {
      heading.id ||= 'dialog-title';
      dialog.setAttribute('aria-labelledby', heading.id);
    }
    dialog.classList.toggle('sm', !!dialog.querySelector('[data-dialog="sm"]'));
    dialog.classList.toggle('wide', !!dialog.querySelector('[data-dialog="wide"]'));

    if (detail.requestConfig.verb === 'get') {
      dialog.dataset.url = detail.pathInfo.requestPath;
    }

    for (const form of dialog.querySelectorAll('form:not([hx-post]):not([hx-get])')) {
      // Without an action a form posts to the page's address, which here is the page below.
      if (!form.hasAttribute('action')) {
        form.action = dialog.dataset.url;
      }
      form.setAttribute('hx-boost', 'true');
      form.setAttribute('hx-target', '#dialog');
      form.setAttribute('hx-swap', 'innerHTML show:none');
      form.setAttribute('hx-push-url', 'false');
      htmx.process(form);
    }

    if (!dialog.open) {
      dialog.showModal();
    }
    const first = dialog.querySelector('[aria-invalid=true], [autofocus]') ?? dialog.querySelector('.body :is(input:not([type=hidden]), select, textarea):not(:disabled)');
    first?.focus();
  });

  document.addEventListener('htmx:afterRequest', ({ detail }) => {
    if (detail.xhr?.status === 204 && detail.target === dialog) {
      finish();
      refreshLists();
    }
  });
  document.addEventListener('dialog-close', finish);

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener('close', () => {
    dialog.replaceChildren();
    (opener?.isConnected ? opener : document.getElementById('conteudo'))?.focus();
    opener = null;
  });
  on('click', '#dialog [data-close]:not(.cs-toast *)', (event) => {
    event.preventDefault();
    close();
  });
  let pressedOutside = false;
  dialog.addEventListener('pointerdown', (event) => (pressedOutside = event.target === dialog));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog && pressedOutside) {
      close();
    }
  });
}

// ---- side panel (bell, list rows): the page beside it stays usable
export const panelIsOpen = () => !!panel && !panel.hidden;

export function closePanel() {
  if (panelIsOpen()) {
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    panel.replaceChildren();
    document.querySelectorAll('[data-panel][aria-expanded=true]').forEach((button) => button.setAttribute('aria-expanded', 'false'));
    if (hadFocus) {
      opener?.focus();
    }
  }
}

export async function openPanel(url, from) {
  opener = from ?? document.activeElement;
  await htmx.ajax('GET', url, { source: panel, target: panel, swap: 'innerHTML show:none' });
}

if (panel) {
  document.addEventListener('htmx:afterSwap', ({ detail }) => {
    if (detail.target === panel) {
      panel.hidden = panel.childElementCount === 0;
      const heading = panel.querySelector('h2');
      if (heading) {
        heading.id ||= 'panel-title';
        panel.setAttribute('aria-labelledby', heading.id);
      }
    }
  });

  on('click', '[data-panel]', async (event, button) => {
    event.preventDefault();
    if (button.getAttribute('aria-expanded') === 'true') {
      closePanel();
      return;
    }

    closePanel();
    await openPanel(button.dataset.panel, button);
    button.setAttribute('aria-expanded', 'true');
    panel.querySelector('[data-close], a, button')?.focus();
  });
  on('click', '#panel [data-close]', closePanel);
}

// ---- forms on a page: focus on the first error, Ctrl+Enter saves, links of the summary reach the field
onLoad((root) => {
  [root, ...(root.querySelectorAll?.('form.cs-form') ?? [])].filter((form) => form.matches?.('form.cs-form')).forEach((form) => (form.noValidate = true));
  if (root === document) {
    document.querySelector('.cs-form [aria-invalid=true]')?.focus();
  }
});

on('click', '.form-errors a', (event, link) => {
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (field) {
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: 'center' });
  }
});
