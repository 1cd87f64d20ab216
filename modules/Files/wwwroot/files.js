// Documents of a client: upload by drag and by button, many at once with progress; selecting rows. Everything is delegated: the card is swapped.
const AtOnce = 3;
const htmx = () => window.htmx;
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });

function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) {
      act(event, element);
    }
  });
}

// ---- upload
let waiting = [];
let running = 0;

on('change', 'form[data-upload] input[type=file]', (_, input) => {
  add(input.form, [...input.files]);
  input.value = '';
});

function add(form, files) {
  if (files.length === 0) {
    return;
  }
  if (running === 0 && waiting.length === 0) {
    form.querySelector('.docs-queue').replaceChildren();
  }
  for (const file of form.hasAttribute('data-single') ? files.slice(0, 1) : files) {
    waiting.push(line(form, file));
  }
  next();
}

/** A line of the queue, with its bar. */
function line(form, file) {
  const queue = form.querySelector('.docs-queue');
  const item = document.createElement('li');
  const name = Object.assign(document.createElement('span'), { className: 'cut', textContent: file.name, title: file.name });
  const state = Object.assign(document.createElement('span'), { className: 'num muted', textContent: '' });
  const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 });
  bar.setAttribute('aria-label', file.name);
  item.append(name, state, bar);
  queue.append(item);
  queue.hidden = false;
  return { form, file, item, state, bar };
}

function next() {
  while (running < AtOnce && waiting.length > 0) {
    send(waiting.shift());
  }
  if (running === 0 && waiting.length === 0) {
    finished();
  }
}

let sent = 0;
let refused = 0;

function send(job) {
  running++;
  const request = new XMLHttpRequest();
  const address = new URL(job.form.dataset.upload, location.href);
  address.searchParams.set('name', job.file.name);
  request.open('POST', address);
  request.setRequestHeader('RequestVerificationToken', document.querySelector('meta[name="request-token"]').content);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    job.bar.value = total ? loaded / total : 1;
    job.state.textContent = percent.format(job.bar.value);
  });
  request.addEventListener('loadend', () => {
    running--;
    if (request.status === 200) {
      sent++;
      job.bar.value = 1;
      job.state.textContent = percent.format(1);
    } else {
      refused++;
      fail(job, request);
    }
    next();
  });
  request.send(job.file);
}

function fail(job, request) {
  let text = '';
  try {
    const answer = JSON.parse(request.responseText);
    text = answer.text ?? answer.detail ?? '';
  } catch {
    // no answer of ours
  }
  job.bar.remove();
  job.state.textContent = '';
  const problem = Object.assign(document.createElement('span'), { className: 'bad', textContent: text || job.form.dataset.error });
  problem.setAttribute('role', 'alert');
  job.item.append(problem);
  if (request.status === 0 || request.status >= 500) {
    const again = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm', textContent: job.form.dataset.retry });
    again.addEventListener('click', () => {
      job.item.remove();
      add(job.form, [job.file]);
    });
    job.state.replaceWith(again);
  }
}

/** What was taken shows in the table; what was refused stays in the queue until the next upload. */
function finished() {
  if (sent === 0) {
    refused = 0;
    return;
  }
  const form = document.querySelector('form[data-upload]');
  const failures = refused > 0 ? [...document.querySelectorAll('.docs-queue li:has(.bad)')] : [];
  const text = form?.dataset.done ?? '';
  sent = refused = 0;
  const dialog = document.getElementById('dialog');
  if (dialog?.open && dialog.dataset.url) {
    htmx().ajax('GET', dialog.dataset.url, { target: '#dialog', swap: 'innerHTML show:none' });
  }
  const card = document.getElementById('client-documents');
  if (!card) {
    location.reload();
    return;
  }
  htmx().ajax('GET', card.getAttribute('hx-get'), { source: card, target: card, swap: 'outerHTML show:none', select: '#client-documents' }).then(() => {
    const queue = document.querySelector('#client-documents .docs-queue');
    if (queue && failures.length > 0) {
      queue.append(...failures);
      queue.hidden = false;
    }
    document.getElementById('announcer').textContent = text;
  });
}

addEventListener('beforeunload', (event) => (running > 0 || waiting.length > 0) && event.preventDefault());

// ---- drag: the whole card takes files
let depth = 0;
const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
const cardOf = (event) => (event.target instanceof Element && hasFiles(event) ? event.target.closest('.docs:has(form[data-upload])') : null);

document.addEventListener('dragenter', (event) => {
  const card = cardOf(event);
  if (card) {
    depth++;
    card.classList.add('over');
  }
});
document.addEventListener('dragleave', (event) => {
  const card = cardOf(event);
  if (card && --depth <= 0) {
    depth = 0;
    card.classList.remove('over');
  }
});
document.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
document.addEventListener('drop', (event) => {
  if (!hasFiles(event)) {
    return;
  }
  event.preventDefault(); // a file dropped beside the card must not replace the page
  const card = cardOf(event);
  depth = 0;
  document.querySelectorAll('.docs.over').forEach((e) => e.classList.remove('over'));
  if (card) {
    add(card.querySelector('.docs-drop'), [...event.dataTransfer.files]);
  }
});

// ---- selection
const boxes = () => [...document.querySelectorAll('#client-documents [name=ids]')];

function count() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  for (const head of document.querySelectorAll('[data-docs-all]')) {
    head.checked = all.length > 0 && chosen.length === all.length;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  for (const box of all) {
    box.closest('tr').classList.toggle('is-on', box.checked);
  }
  for (const button of document.querySelectorAll('[data-needs-docs]')) {
    button.disabled = chosen.length === 0;
    if (button.matches('[data-docs-delete], [data-docs-move]')) {
      button.hidden = chosen.length === 0;
    }
  }
  const words = document.querySelector('[data-docs-count]');
  if (words) {
    words.textContent = chosen.length === 0 ? '' : chosen.length === 1 ? words.dataset.one : words.dataset.other.replace('{0}', chosen.length);
  }
}

on('change', '[data-docs-all]', (_, head) => {
  for (const box of boxes()) {
    box.checked = head.checked;
  }
  count();
});
on('change', '#client-documents [name=ids]', count);
on('click', '[data-docs-move]', (_, button) => {
  const chosen = boxes().filter((box) => box.checked);
  htmx().ajax('GET', `${button.dataset.docsMove}?${chosen.map((box) => `ids=${box.value}`).join('&')}`, { target: '#dialog', swap: 'innerHTML show:none' });
});
on('click', '[data-docs-delete]', (_, button) => {
  const chosen = boxes().filter((box) => box.checked);
  const one = document.createElement('button');
  one.type = 'button';
  Object.assign(one.dataset, { method: 'post', href: `${button.dataset.docsDelete}?${chosen.map((box) => `ids=${box.value}`).join('&')}`, confirm: button.dataset.confirm.replace('{0}', chosen.length), confirmDetail: button.dataset.confirmDetail });
  one.hidden = true;
  button.after(one);
  one.click(); // asks and posts as every such button does
  one.remove();
});
document.addEventListener('htmx:load', count);
count();
