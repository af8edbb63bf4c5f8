// Every reason of a refusal, each with what to do about it.

import { Refused, type Problem } from "./api";
import { h } from "./dom";

export function problemList(problems: Problem[]): HTMLElement {
  return h(
    "ul",
    { class: "problems", role: "alert" },
    problems.map((problem) =>
      h(
        "li",
        { "data-code": problem.code },
        h("p", { class: "what" }, problem.what),
        h("p", { class: "remedy" }, problem.remedy),
      ),
    ),
  );
}

export function reasons(cause: unknown): HTMLElement {
  if (cause instanceof Refused) {
    return problemList(cause.problems);
  }
  console.error(cause);
  return problemList([
    { kind: "bug", code: "page-broken", what: "This page has gone wrong: " + cause, remedy: "Load it again, and report this." },
  ]);
}
