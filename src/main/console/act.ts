// A change: first its plan, then, when somebody says so, its progress and its end.

import { send } from "./api";
import { h, show } from "./dom";
import type { Task } from "./documents";
import { planTree } from "./plan";
import { problemList, reasons } from "./problems";

export interface Change {
  /** As "Start work". */
  title: string;
  method: string;
  path: string;
  document?: unknown;
  /** What the button says; "Do it" without. */
  word?: string;
  /** It ends or loses something. */
  harsh?: boolean;
  /** It is one step, and the daemon has no plan of it. */
  planless?: boolean;
}

const ENDED = ["done", "rolled-back", "stuck", "refused", "cancelled", "planned"];

const ENDINGS: Record<string, string> = {
  done: "Done.",
  "rolled-back": "It did not work; everything that was begun is taken back.",
  stuck: "It did not work, and not everything could be taken back.",
  refused: "Refused; nothing was done.",
  cancelled: "Cancelled; everything that was begun is taken back.",
};

export async function act(change: Change): Promise<void> {
  const body = h("div", { class: "body", "aria-live": "polite" }, h("p", {}, "Asking for the plan …"));
  const buttons = h("div", { class: "buttons" });
  const dialog = h(
    "dialog",
    { class: "act", "aria-labelledby": "act-title" },
    h("h2", { id: "act-title" }, change.title),
    body,
    buttons,
  );
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  show(buttons, closing(dialog, "Close"));
  try {
    if (!change.planless) {
      const planned = await send<Task>(change.method, withQuery(change.path, "plan=only"), change.document);
      show(
        body,
        h("p", {}, "This is what will be done:"),
        planned.plan === undefined ? h("p", {}, "Nothing needs to be done.") : planTree(planned.plan),
      );
    } else {
      show(body, h("p", {}, "Nothing has been done yet."));
    }
    const go = h("button", { type: "button", class: change.harsh ? "harsh" : "primary" }, change.word ?? "Do it");
    go.addEventListener("click", () => void perform(change, dialog, body, buttons));
    show(buttons, closing(dialog, "Leave it"), go);
    go.focus();
  } catch (cause) {
    show(body, h("p", {}, "This is refused; nothing was done."), reasons(cause));
    buttons.querySelector("button")?.focus();
  }
}

async function perform(change: Change, dialog: HTMLDialogElement, body: Element, buttons: Element): Promise<void> {
  try {
    show(buttons);
    let task = await send<Task>(change.method, change.path, change.document);
    const cancel = h("button", { type: "button" }, "Cancel it");
    cancel.addEventListener("click", () => void send("DELETE", "/v1/tasks/" + task.id).catch(() => {}));
    show(buttons, cancel, closing(dialog, "Leave it running"));
    while (dialog.isConnected) {
      show(body, progress(task));
      if (ENDED.includes(task.state)) {
        break;
      }
      task = await send<Task>("GET", `/v1/tasks/${task.id}?after=${task.version}&wait-millis=20000`);
    }
  } catch (cause) {
    show(body, reasons(cause));
  }
  const close = closing(dialog, "Close");
  show(buttons, close);
  close.focus();
}

function progress(task: Task): HTMLElement {
  const ending = ENDINGS[task.state];
  return h(
    "div",
    { class: "task", "data-state": task.state },
    ending === undefined
      ? h("p", {}, waiting(task))
      : h("p", { class: "ending " + task.state }, ending),
    task.problems.length === 0 ? null : problemList(task.problems),
    task.plan === undefined ? null : planTree(task.plan),
    (task.told ?? []).map((sentence) => h("p", {}, sentence)),
  );
}

function waiting(task: Task): string {
  const before = task.before.map((each) => `${each.action} ${each.object}`).join(", ");
  return before === "" ? "Under way …" : `First: ${before} …`;
}

function closing(dialog: HTMLDialogElement, word: string): HTMLButtonElement {
  return h("button", { type: "button", on: { click: () => dialog.close() } }, word);
}

function withQuery(path: string, query: string): string {
  return path + (path.includes("?") ? "&" : "?") + query;
}
