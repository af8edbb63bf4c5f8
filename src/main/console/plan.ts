// A plan as a tree, each step with how far it is.

import { h } from "./dom";
import type { Plan } from "./documents";

const MARKS: Record<string, string> = { ahead: "○", begun: "◐", done: "●", failed: "✕", undone: "↶" };

export function planTree(plan: Plan): HTMLElement {
  return h("ul", { class: "plan" }, part(plan));
}

function part(plan: Plan): HTMLElement {
  if (plan.kind === "step") {
    return h(
      "li",
      { class: "step " + plan.progress },
      h("span", { class: "mark", "aria-hidden": "true" }, MARKS[plan.progress] ?? "○"),
      h("span", {}, plan.text),
      plan.progress === "ahead" ? null : h("span", { class: "progress" }, plan.progress),
    );
  }
  return h(
    "li",
    {},
    h("span", { class: "title" }, plan.title, plan.kind === "together" ? " (together)" : ""),
    h("ul", {}, plan.parts.map(part)),
  );
}
