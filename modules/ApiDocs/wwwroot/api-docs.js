// Draws the tenant's OpenAPI document: operations by path, each unfolded on demand.
const root = document.getElementById('api-docs');
const list = document.getElementById('api-operations');
const find = document.getElementById('api-find');
const words = root.dataset;

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const resolve = (api, schema) => {
  if (!schema || !schema.$ref) return schema ?? {};
  return schema.$ref.split('/').slice(1).reduce((at, part) => at?.[part], api) ?? {};
};

// An example value of a schema; depth-limited, because schemas may refer to themselves.
const example = (api, schema, depth = 0) => {
  const s = resolve(api, schema);
  const type = Array.isArray(s.type) ? s.type.find((t) => t !== 'null') : s.type;
  if (depth > 5) return null;
  if (s.enum) return s.enum[0];
  if (type === 'object' || s.properties) return Object.fromEntries(Object.entries(s.properties ?? {}).map(([name, value]) => [name, example(api, value, depth + 1)]));
  if (type === 'array') return [example(api, s.items, depth + 1)];
  if (type === 'integer' || type === 'number') return 0;
  if (type === 'boolean') return false;
  if (s.format === 'date-time') return '2026-12-05T12:00:00Z';
  if (s.format === 'date') return '2026-12-05';
  return '';
};

const section = (body, title, element) => {
  body.append(make('h3', '', title), element);
};

const content = (api, holder) => {
  const media = Object.values(holder?.content ?? {})[0];
  return media?.schema ? JSON.stringify(example(api, media.schema), null, 2) : null;
};

const unfold = (api, path, method, operation) => {
  const body = make('div', 'api-body');
  if (operation.description) body.append(make('p', '', operation.description));
  if (operation.parameters?.length) {
    const parameters = make('dl');
    for (const parameter of operation.parameters) {
      const schema = resolve(api, parameter.schema);
      const type = Array.isArray(schema.type) ? schema.type.filter((t) => t !== 'null').join(', ') : schema.type ?? '';
      parameters.append(make('dt', 'num', parameter.name), make('dd', '', [parameter.in, type, parameter.required ? words.required : '', parameter.description ?? ''].filter(Boolean).join(' · ')));
    }
    section(body, words.parameters, parameters);
  }
  const sent = content(api, operation.requestBody);
  if (sent) section(body, words.body, make('pre', 'num', sent));
  const answers = make('dl');
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    answers.append(make('dt', 'num', status), make('dd', '', answer.description ?? ''));
  }
  section(body, words.answers, answers);
  const received = content(api, operation.responses?.['200'] ?? operation.responses?.['201']);
  if (received) body.append(make('pre', 'num', received));
  const server = location.origin + (api.servers?.[0]?.url ?? '').replace(/\/$/, '');
  const curl = [`curl -X ${method.toUpperCase()} '${server}${path}'`, "  -H 'Authorization: Bearer TOKEN'"];
  if (sent) curl.push("  -H 'Content-Type: application/json'", `  -d '${sent.replace(/\n\s*/g, ' ')}'`);
  section(body, words.example, make('pre', 'num', curl.join(' \\\n')));
  return body;
};

const draw = (api) => {
  list.textContent = '';
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'API';
      if (!groups.has(tag)) groups.set(tag, []);
      const details = make('details', 'api-op');
      const summary = make('summary');
      summary.append(make('span', 'api-method', method.toUpperCase()), make('code', 'num', path), make('span', 'muted sm', operation.summary ?? ''));
      details.append(summary);
      details.dataset.text = `${method} ${path} ${operation.summary ?? ''}`.toLowerCase();
      details.addEventListener('toggle', () => details.open && details.childElementCount === 1 && details.append(unfold(api, path, method, operation)));
      groups.get(tag).push(details);
    }
  }
  for (const [tag, operations] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const group = make('section', 'mt2');
    group.append(make('h2', 'h-card', tag), ...operations);
    list.append(group);
  }
};

find.addEventListener('input', () => {
  const text = find.value.trim().toLowerCase();
  for (const group of list.querySelectorAll('section')) {
    for (const operation of group.querySelectorAll('.api-op')) operation.hidden = text !== '' && !operation.dataset.text.includes(text);
    group.hidden = !group.querySelector('.api-op:not([hidden])');
  }
});

fetch(words.document, { headers: { Accept: 'application/json' } })
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
  .then(draw)
  .catch((error) => {
    list.textContent = `${words.failed} (${error.message})`;
  });
