// Passkeys. A form with data-passkey="get" (sign in) or "create" (add one) stays hidden where the browser has none.
// On submit it fetches options from data-options, asks the authenticator, and posts the answer in its field "Credential".
(() => {
  const token = () => document.querySelector('meta[name="request-token"]')?.content ?? '';

  async function ask(form) {
    const answer = await fetch(form.dataset.options, { method: 'POST', headers: { RequestVerificationToken: token() } });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const options = await answer.json();
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(credential.toJSON());
  }

  const isKnown = window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = !isKnown;
    form.addEventListener('submit', async (event) => {
      const field = form.elements.Credential;
      if (field.value !== '') {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const error = form.querySelector('[data-part=error]');
      error.hidden = true;
      try {
        field.value = await ask(form);
        form.requestSubmit();
      } catch {
        // Cancelled, timed out or refused: browsers do not say which.
        error.textContent = error.dataset.text;
        error.hidden = false;
      }
    });
  }
  for (const note of document.querySelectorAll('[data-no-passkeys]')) {
    note.hidden = !!isKnown;
  }
})();
