import { isPrivate, type CurrentPage } from './page.ts';
import type { RecordEvent } from './recorder.ts';
import { safely } from './safely.ts';
import { cut } from './text.ts';
import type { FormSubmit } from './wire.ts';

const fields = 'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]):not([type=image]),select,textarea';
/** A browser checks a form in the task of the click or key that submits it; scripts check it whenever they like. */
const attemptMs = 500;

/**
 * Submissions, and attempts that the browser stopped because a field was invalid. What was entered is never read,
 * and forms inside `data-no-track` are left alone.
 */
export const captureForms = (page: CurrentPage, record: RecordEvent): void => {
  let attempted = 0;
  let stopped: HTMLFormElement | undefined;

  const submitted = (form: HTMLFormElement, outcome: FormSubmit['outcome']) => {
    if (isPrivate(form)) return;
    // By attribute: a field named "id" or "name" hides the form's own property.
    const submit: FormSubmit = {
      url: page.describe().url,
      form: { id: cut(form.getAttribute('id')), name: cut(form.getAttribute('name')) },
      fieldCount: form.querySelectorAll(fields).length,
      outcome,
    };
    record('form_submit', submit);
  };

  // A form with novalidate is submitted with invalid fields: its own script stops it.
  document.addEventListener('submit', safely((event: SubmitEvent) => {
    const form = event.target as HTMLFormElement;
    submitted(form, form.matches(':invalid') ? 'invalid' : 'submitted');
  }), true);

  const tried = safely((event: Event) => {
    const control = event.target as Element;
    if ((event as KeyboardEvent).key ? (event as KeyboardEvent).key === 'Enter' : control.closest('button,input')) {
      attempted = event.timeStamp;
    }
  });
  document.addEventListener('click', tried, true);
  document.addEventListener('keydown', tried, true);

  // Sent for each invalid field, one after the other: the first speaks for its form.
  document.addEventListener('invalid', safely((event: Event) => {
    const { form } = event.target as HTMLInputElement;
    if (!form || form === stopped || event.timeStamp - attempted > attemptMs) return;
    stopped = form;
    setTimeout(() => (stopped = undefined));
    submitted(form, 'invalid');
  }), true);
};
