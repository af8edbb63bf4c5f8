// Who is it: a name and a password, or the link that brought them here.

import { login } from "../api";
import { h, show } from "../dom";
import { reasons } from "../problems";

export function loginPage(entered: () => void, note = ""): HTMLElement {
  const name = h("input", { name: "name", autocomplete: "username", required: true, autocapitalize: "none" });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const wrong = h("div", { "aria-live": "assertive" });
  const button = h("button", { type: "submit", class: "primary" }, "Log in");
  const form = h(
    "form",
    { class: "login" },
    h("h1", {}, "oxt"),
    note === "" ? null : h("p", { class: "notice" }, note),
    h("label", {}, "Name", name),
    h("label", {}, "Password", password),
    wrong,
    button,
    h("p", { class: "quiet" }, "No password? On this machine, type ", h("code", {}, "oxt console link"), " and open what it prints."),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await login("/login/password", { name: name.value, password: password.value });
      entered();
    } catch (cause) {
      show(wrong, reasons(cause));
      password.value = "";
      password.focus();
    } finally {
      button.disabled = false;
    }
  });
  return h("main", { class: "outside" }, form);
}
