// Toasts: from HX-Trigger {"notice":{"kind":"ok","text":"…","undoUrl":"…"}}, and the one the page came with after a redirect.
import { on, post, refreshLists, t } from './core.js';
import { unsaved } from './dialogs.js';

const box = () => document.getElementById('toasts');

export function toast({ kind = 'ok', title, text, action, act }) {
  const shown = document.getElementById('toast-template').content.firstElementChild.cloneNode(true);
  shown.dataset.kind = kind;
  shown.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
  shown.querySelectorAll('.icon[data-kind]').forEach((icon) => icon.dataset.kind !== kind && icon.remove());
  shown.querySelector('strong').textContent = title;
  shown.querySelector('.text').textContent = text ?? '';
  const button = shown.querySelector('[data-act]');
  if (action) {
    button.textContent = action;
    button.addEventListener('click', () => {
      shown.remove();
      act();
    });
  } else {
    button.remove();
  }

  box().append(shown);
  raise();
  leave(shown, kind);
}

/** Above an open dialog, the top layer stacks in the order of showing, and inside it: nothing outside a modal dialog can be pressed. */
function raise() {
  put(top());
}

const top = () => [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;

function put(parent) {
  if (box().matches(':popover-open')) {
    box().hidePopover();
  }
  if (box().parentElement !== parent) {
    parent.append(box());
  }
  box().showPopover();
}

// What is drawn anew around the toasts, and a dialog that closes, leave them.
document.addEventListener('htmx:beforeSwap', ({ detail }) => detail.target.contains(box()) && detail.target !== document.body && put(document.body));
document.addEventListener('htmx:afterRequest', () => box()?.childElementCount > 0 && box().parentElement !== top() && raise());
document.addEventListener('close', ({ target }) => target.contains(box()) && put(document.body), true);

function leave(shown, kind) {
  if (kind === 'bad') {
    return; // errors stay until closed
  }

  let timer;
  const start = () => (timer = setTimeout(() => shown.remove(), 5000));
  for (const type of ['pointerenter', 'focusin']) {
    shown.addEventListener(type, () => clearTimeout(timer));
  }
  for (const type of ['pointerleave', 'focusout']) {
    shown.addEventListener(type, start);
  }
  start();
}

async function undo(url) {
  let answer;
  box().addEventListener('htmx:afterRequest', ({ detail }) => (answer = detail), { once: true });
  await post(url, {}, box());
  if (document.querySelector('.cs-list[id]')) {
    refreshLists();
  } else if (answer?.successful && !answer.xhr.getResponseHeader('HX-Redirect') && top() === document.body && !unsaved(document)) {
    location.reload(); // where it was refused its reason stays to be read, and what is being done goes on
  }
}

document.addEventListener('notice', ({ detail }) => toast({
  kind: detail.kind,
  title: detail.text,
  text: detail.detail,
  action: detail.undoUrl ? t('common.undo') : null,
  act: () => undo(detail.undoUrl),
}));

on('click', '.cs-toast [data-close]', (_, button) => button.closest('.cs-toast').remove());
on('click', '.cs-toast [data-undo]', (event, button) => {
  button.closest('.cs-toast').remove();
  undo(button.dataset.undo);
});

const first = box()?.querySelector('.cs-toast');
if (first) {
  raise();
  leave(first, first.dataset.kind);
}
