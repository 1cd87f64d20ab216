// The one confirmation. Links, buttons and forms ask by attributes:
//   hx-confirm (htmx) or data-confirm="Excluir João Padaria?"; data-confirm-detail: effect and way back;
//   data-confirm-type="name": irreversible, the name must be typed; data-confirm-yes / data-confirm-no: other words.
import { on, t } from './core.js';

const dialog = document.getElementById('confirm');
const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
let settle = null;

/** True when the person said yes. First focus is on "Não". */
export function ask({ question, detail, type, yes, no, danger = true }) {
  part('question').textContent = question;
  part('detail').textContent = detail ?? '';
  part('detail').hidden = !detail;
  part('yes').textContent = yes ?? t('common.yes');
  part('no').textContent = no ?? t('common.no');
  part('yes').classList.toggle('btn-danger', danger);
  part('yes').classList.toggle('btn-primary', !danger);
  part('typing').hidden = !type;
  part('typed').value = '';
  part('name').textContent = type ?? '';
  part('yes').disabled = !!type;
  part('typed').oninput = () => (part('yes').disabled = part('typed').value.trim() !== type);
  dialog.returnValue = '';
  dialog.showModal();
  part('no').focus();
  return new Promise((resolve) => (settle = resolve));
}

export const questionOf = (element) => ({
  question: element.dataset.confirm ?? element.getAttribute('hx-confirm'),
  detail: element.dataset.confirmDetail,
  type: element.dataset.confirmType,
  yes: element.dataset.confirmYes,
  no: element.dataset.confirmNo,
});

if (dialog) {
  dialog.addEventListener('close', () => {
    settle?.(dialog.returnValue === 'yes');
    settle = null;
  });
  // "Não" submits nothing: Enter in the field for the name stands for "yes", once that is enabled.
  part('no').addEventListener('click', () => dialog.close());

  document.addEventListener('htmx:confirm', async (event) => {
    if (event.detail.question) {
      event.preventDefault();
      if (await ask({ ...questionOf(event.detail.elt), question: event.detail.question })) {
        event.detail.issueRequest(true);
      }
    }
  });

  on('submit', 'form[data-confirm]', async (event, form) => {
    if (form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }

    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    if (await ask(questionOf(form))) {
      form.dataset.confirmed = 'yes';
      form.requestSubmit(submitter);
    }
  }, true);
}
