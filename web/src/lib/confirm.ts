/* Asks before something costs money or cannot be undone. `lines` are shown as a small table of label and figure. */
import { shallowReactive } from "vue";

export interface ConfirmRequest { title: string; text?: string; lines?: { label: string; value: string; strong?: boolean }[]; yes: string; danger?: boolean }
export const confirmState = shallowReactive<{ ask: ConfirmRequest | null; done: (yes: boolean) => void }>({ ask: null, done: () => {} });
export function confirm(ask: ConfirmRequest): Promise<boolean> {
  confirmState.done(false);
  return new Promise((resolve) => {
    confirmState.done = (yes) => { confirmState.ask = null; confirmState.done = () => {}; resolve(yes); };
    confirmState.ask = ask;
  });
}
