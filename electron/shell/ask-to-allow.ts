import { BrowserWindow, dialog, type MessageBoxOptions, type WebContents } from 'electron';
import type { Translate } from '../../shared/messages/translator.ts';
import { toPowerQuestions, type PowerQuestion, type PowerRequest } from './power-questions.ts';

const ALLOW = 0;
const CANCEL = 1;
let isAsking = false;

/**
 * Asks the person in the system's own dialog, which no page can click, whether Portreeve may do
 * all this: yes or no to the whole, and no question at a time but one.
 */
export async function askToAllow(
  contents: WebContents | undefined,
  requests: readonly PowerRequest[],
  t: Translate,
): Promise<boolean> {
  const questions = toPowerQuestions(requests, t);
  if (isAsking || questions === undefined) return false;
  const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents);
  isAsking = true;
  try {
    for (const question of questions) {
      if (!(await askOnce(window, question, t))) return false;
    }
    return true;
  } finally {
    isAsking = false;
  }
}

async function askOnce(
  window: BrowserWindow | null,
  { message, detail }: PowerQuestion,
  t: Translate,
): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'question',
    message,
    detail,
    buttons: [t('powers.allow'), t('powers.cancel')],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === ALLOW;
}
