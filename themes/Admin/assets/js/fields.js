// Fields: masks, checks when a field is left, password eye, CEP, copy buttons, searchable selects.
import { fold, meta, on, onLoad, t } from './core.js';

// ---- masks: [pattern of the bare value, shape]; "0" a digit, "A" a digit or letter
const shape = (bare, pattern) => {
  let at = 0;
  let out = '';
  for (const c of pattern) {
    if (at >= bare.length) {
      break;
    }
    out += c === '0' || c === 'A' ? bare[at++] : c;
  }
  return out;
};
const digits = (text) => text.replace(/\D/g, '');
const letters = (text) => text.replace(/[^0-9a-z]/gi, '').toUpperCase();
const CPF = '000.000.000-00';
const CNPJ = 'AA.AAA.AAA/AAAA-00';

function phone(text) {
  if (text.trim().startsWith('+') && !/^\+55/.test(text.replace(/\s/g, ''))) {
    return `+${digits(text).slice(0, 15)}`;
  }
  let bare = digits(text);
  if (bare.length > 11 && bare.startsWith('55')) {
    bare = bare.slice(2);
  }
  bare = bare.replace(/^0(?=\d{10})/, '').slice(0, 11);
  return shape(bare, bare.length > 10 ? '(00) 00000-0000' : '(00) 0000-0000');
}

export const masks = {
  cpf: (text) => shape(digits(text).slice(0, 11), CPF),
  cnpj: (text) => shape(letters(text).slice(0, 14), CNPJ),
  taxId: (text) => {
    const bare = letters(text).slice(0, 14);
    return bare.length <= 11 && /^\d*$/.test(bare) ? shape(bare, CPF) : shape(bare, CNPJ);
  },
  cep: (text) => shape(digits(text).slice(0, 8), '00000-000'),
  phone,
  digits,
  money: (text) => text.replace(/[^\d.,-]/g, ''),
};

on('input', '[data-mask]', (event, input) => {
  const format = masks[input.dataset.mask];
  if (!format || event.isComposing) {
    return;
  }

  // The caret stays after the same character of the bare value; deleting a separator deletes what stands before it.
  const before = letters(input.value.slice(0, input.selectionStart)).length;
  const next = format(input.value);
  if (next === input.value) {
    return;
  }
  const atEnd = input.selectionStart >= input.value.length;
  input.value = next;
  let caret = next.length;
  if (!atEnd) {
    caret = 0;
    for (let seen = 0; seen < before && caret < next.length; caret++) {
      seen += /[0-9a-z]/i.test(next[caret]) ? 1 : 0;
    }
  }
  input.setSelectionRange(caret, caret);
});

// ---- checks; the server checks all of it again
const mod11 = (values, weights) => {
  const rest = values.reduce((sum, value, i) => sum + value * weights[i], 0) % 11;
  return rest < 2 ? 0 : 11 - rest;
};

function isCpf(bare) {
  if (!/^\d{11}$/.test(bare) || /^(\d)\1+$/.test(bare)) {
    return false;
  }
  const d = [...bare].map(Number);
  return mod11(d.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) === d[9] && mod11(d.slice(0, 10), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === d[10];
}

function isCnpj(bare) {
  if (!/^[0-9A-Z]{12}\d{2}$/.test(bare) || /^(.)\1+$/.test(bare)) {
    return false;
  }
  const d = [...bare].map((c) => c.charCodeAt(0) - 48); // alphanumeric CNPJ: IN RFB 2.229/2024, value = ASCII - 48
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  return mod11(d.slice(0, 12), weights.slice(1)) === d[12] && mod11(d.slice(0, 13), weights) === d[13];
}

function problem(input) {
  const value = input.value.trim();
  if (value === '') {
    return input.required ? t(input.matches('select') ? 'form.error.choose' : 'form.error.required') : null;
  }
  const mask = input.dataset.mask;
  if (mask === 'cpf' || (mask === 'taxId' && letters(value).length <= 11 && /^\d+$/.test(letters(value)))) {
    return isCpf(digits(value)) ? null : t(digits(value).length < 11 ? 'form.error.cpf.short' : 'form.error.cpf');
  }
  if (mask === 'cnpj' || mask === 'taxId') {
    return isCnpj(letters(value)) ? null : t(letters(value).length < 14 ? 'form.error.cnpj.short' : 'form.error.cnpj');
  }
  if (mask === 'cep' && digits(value).length !== 8) {
    return t('form.error.cep');
  }
  if (mask === 'phone' && !value.startsWith('+') && digits(value).length < 10) {
    return t('form.error.phone');
  }
  if (input.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    return t('form.error.email');
  }
  if (input.dataset.equalTo && value !== document.getElementById(input.dataset.equalTo)?.value) {
    return t('form.error.passwords'); // seed 002-37: the words are fixed
  }
  if (input.validity.rangeOverflow || input.validity.rangeUnderflow || input.validity.badInput) {
    return input.validationMessage;
  }
  return null;
}

export function showProblem(input, text) {
  const field = input.closest('.field');
  if (!field) {
    return;
  }

  const hint = field.querySelector(`#${CSS.escape(input.id)}-h`);
  let error = field.querySelector('.hint.err');
  input.classList.toggle('is-invalid', !!text);
  if (text) {
    if (!error) {
      error = document.getElementById('error-template').content.firstElementChild.cloneNode(true);
      error.id = `${input.id}-e`;
      field.append(error);
    }
    error.lastChild.textContent = text;
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', error.id);
  } else {
    error?.remove();
    input.removeAttribute('aria-invalid');
    hint ? input.setAttribute('aria-describedby', hint.id) : input.removeAttribute('aria-describedby');
  }
  hint?.toggleAttribute('hidden', !!text);
}

const checked = '.cs-form .field :is(input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]), select, textarea)';
on('focusout', checked, (event, input) => {
  // Leaving an untouched required field empty is no mistake yet; Cancel must not redden the form.
  if (input.value.trim() !== '' || input.classList.contains('is-invalid')) {
    showProblem(input, problem(input));
    recount(input.form);
  }
});
on('input', `${checked}.is-invalid`, (_, input) => {
  if (!problem(input)) {
    showProblem(input, null);
    recount(input.form);
  }
});
on('submit', 'form.cs-form:not([data-unchecked])', (event, form) => {
  const wrong = [...form.querySelectorAll(checked)].filter((input) => {
    const text = input.disabled || input.closest('[hidden]') ? null : problem(input);
    showProblem(input, text);
    return text;
  });
  if (wrong.length > 0 && !event.submitter?.formNoValidate) {
    event.preventDefault();
    event.stopImmediatePropagation();
    summarise(form, wrong);
    wrong[0].focus();
  }
}, true);

const summaryOf = (form) => form.querySelector('.form-errors') ?? document.querySelector(`.form-errors[data-form="${form.id}"]`);

/** The summary names what is still wrong. */
function recount(form) {
  const box = form && summaryOf(form);
  if (!box || box.hidden) {
    return;
  }
  const wrong = [...form.querySelectorAll('[aria-invalid=true]')];
  if (wrong.length > 0) {
    summarise(form, wrong);
  } else {
    box.hidden = !box.querySelector('.general')?.textContent;
    box.querySelector('[data-part=fields]')?.replaceChildren();
  }
}

function summarise(form, wrong) {
  const box = summaryOf(form);
  const list = box?.querySelector('[data-part=fields]');
  if (!list) {
    return;
  }
  box.hidden = false;
  const number = wrong.length;
  list.replaceChildren(t(`form.errors.${number === 1 ? 'one' : 'other'}`, number), ' ');
  wrong.forEach((input, i) => {
    const link = document.createElement('a');
    link.className = 'link';
    link.href = `#${encodeURIComponent(input.id)}`;
    const label = form.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    link.textContent = (label?.firstChild?.textContent ?? input.name).trim();
    list.append(i > 0 ? ', ' : '', link);
  });
}

// ---- password: the slashed eye means visible (seed 002-35), which is what the class shows
on('click', '[data-reveal]', (_, button) => {
  const input = document.getElementById(button.dataset.reveal);
  const show = input.type === 'password';
  input.type = show ? 'text' : 'password';
  button.setAttribute('aria-pressed', show);
  button.setAttribute('aria-label', t(show ? 'form.password.hide' : 'form.password.show'));
});

// ---- CEP: data-cep="/acme/admin/cep/" on the field; answers {street, district, city, state, isUnknown}. Fills what is empty or was
// filled by another CEP, never what somebody typed; without an answer nothing happens.
on('change', '[data-mask=cep][data-cep]', async (_, input) => {
  const bare = digits(input.value);
  if (bare.length !== 8) {
    return;
  }
  const answer = await fetch(input.dataset.cep + bare, { headers: { Accept: 'application/json' } }).catch(() => null);
  const address = answer?.status === 200 ? await answer.json() : null;
  if (digits(input.value) !== bare) {
    return; // another one was typed meanwhile
  }
  const field = input.closest('.field');
  field.querySelector('[data-part=cep]')?.remove();
  let filled = false;
  for (const [part, value] of Object.entries(address ?? {})) {
    const target = input.form.querySelector(`[data-address="${part}"]`);
    if (target && value && (target.value === '' || target.value === target.dataset.filled)) {
      target.value = value;
      target.dataset.filled = target.value;
      target.dispatchEvent(new Event('change', { bubbles: true }));
      filled = true;
    }
  }
  if (filled || address?.isUnknown) {
    const note = document.getElementById(filled ? 'done-template' : 'note-template').content.firstElementChild.cloneNode(true);
    note.dataset.part = 'cep';
    note.lastChild.textContent = t(filled ? 'form.cep.filled' : 'form.cep.unknown');
    field.querySelector('.hint')?.remove();
    field.append(note);
  }
});

// ---- what belongs to a choice: data-with="{id of the select or switch}", shown while it has the value data-value
on('change', 'select[id], [type=checkbox][id]', (_, choice) => {
  const value = choice.type === 'checkbox' ? String(choice.checked) : choice.value;
  for (const part of document.querySelectorAll(`[data-with="${CSS.escape(choice.id)}"]`)) {
    part.hidden = value !== part.dataset.value;
  }
});

// ---- required by a choice: data-required-when="{name}={value}" on the control; the mark beside its label follows
on('change', '.cs-form :is(input[type=radio], select)', (_, choice) => {
  for (const input of choice.form.querySelectorAll(`[data-required-when^="${CSS.escape(choice.name)}="]`)) {
    input.required = input.dataset.requiredWhen === `${choice.name}=${choice.value}`;
    const mark = document.createElement('span');
    mark.className = input.required ? 'req' : 'opt';
    mark.textContent = input.required ? '*' : t('form.optional');
    if (input.required) {
      mark.setAttribute('aria-hidden', 'true');
    }
    input.closest('.field').querySelector('.fl :is(.req, .opt)').replaceWith(mark);
    if (input.classList.contains('is-invalid')) {
      showProblem(input, problem(input));
      recount(input.form);
    }
  }
});

// ---- a chosen file says its name; one dragged over the picker lights it
on('change', '.cs-form .file input', (_, input) => {
  const names = [...input.files].map((file) => file.name);
  const picker = input.closest('.file');
  picker.classList.toggle('has', names.length > 0);
  picker.classList.remove('over');
  picker.querySelector('[data-part=name]').textContent = names.join(', ') || t('form.file.none');
  if (names.length > 0) {
    showProblem(input, null);
  }
});
on('dragenter', '.file input', (_, input) => input.closest('.file').classList.add('over'));
on('dragleave', '.file input', (_, input) => input.closest('.file').classList.remove('over'));

// ---- copy
on('click', '[data-copy]', async (_, button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const use = button.querySelector('use');
  const href = use?.getAttribute('href');
  use?.setAttribute('href', href.replace(/#.*/, '#i-check'));
  document.getElementById('announcer').textContent = t('common.copied');
  setTimeout(() => use?.setAttribute('href', href), 1500);
});

// ---- searchable selects: their script comes only where one stands
onLoad(async (root) => {
  const selects = root.querySelectorAll?.('select[data-searchable]:not(.tomselected)') ?? [];
  if (selects.length > 0) {
    const { enhance } = await import(meta('cs-select'));
    selects.forEach((select) => enhance(select, { none: t('form.select.none'), fold }));
  }
});

// ---- cards of radios
// What is entered for a choice chooses it.
on('input', '[data-chooses]', (_, control) => (control.closest('tr').querySelector('input[type=radio]').checked = true));
on('change', '.radio-card input', (_, input) => {
  for (const card of document.querySelectorAll(`.radio-card:has(input[name="${CSS.escape(input.name)}"])`)) {
    card.classList.toggle('on', card.contains(input));
  }
});

// ---- chips that put a word into a text: where the cursor stands, or stood last in the same form
let typed;
on('focusin', 'textarea, input[type=text], input:not([type])', (_, control) => (typed = control));
on('click', '[data-insert]', (_, chip) => {
  const own = document.getElementById(chip.dataset.into);
  const into = typed?.isConnected && typed.form === own.form && (typed === own || typed.name.toLowerCase().endsWith('subject')) ? typed : own;
  into.focus();
  into.setRangeText(chip.dataset.insert, into.selectionStart, into.selectionEnd, 'end');
  into.dispatchEvent(new Event('input', { bubbles: true }));
});
