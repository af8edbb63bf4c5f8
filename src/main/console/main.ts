// The frame around every page: who one is, where one can go, and whether the daemon is there.

import { ask, current, forget, login, logout, resume } from "./api";
import { h, say, show } from "./dom";
import { begin, end, watchPresence } from "./live";
import type { Page } from "./page";
import { auditPage } from "./pages/audit";
import { devicesPage } from "./pages/devices";
import { doctorPage } from "./pages/doctor";
import { domainsPage } from "./pages/domains";
import { launchPage } from "./pages/launch";
import { listPage } from "./pages/list";
import { loginPage } from "./pages/login";
import { machinePage } from "./pages/machine";
import { reasons } from "./problems";

const PLACES: [string, string][] = [
  ["", "Virtual machines"],
  ["domains", "Driver domains"],
  ["devices", "Devices"],
  ["launch", "Launch"],
  ["audit", "Audit log"],
  ["doctor", "Doctor"],
];

const content = h("main", { id: "content" });
const banner = h("div", { class: "banner", role: "status", hidden: true });
const links = PLACES.map(([path, word]) => h("a", { href: "#/" + path, "data-path": path }, word));
let page: Page | undefined;

function pageOf(words: string[]): Page {
  switch (words[0]) {
    case "vms":
      return machinePage(words[1] ?? "", words[2]);
    case "domains":
      return domainsPage();
    case "devices":
      return devicesPage();
    case "launch":
      return launchPage();
    case "audit":
      return auditPage();
    case "doctor":
      return doctorPage();
    default:
      return listPage();
  }
}

function go(): void {
  if (current() === undefined) {
    return;
  }
  const words = location.hash.replace(/^#\/?/, "").split("/");
  const isTab = page !== undefined && words[0] === "vms" && page.title === words[1];
  page?.leave?.();
  page = pageOf(words);
  document.title = page.title + " · oxt";
  show(content, page.element);
  links.forEach((link) => {
    const isHere = link.dataset["path"] === (words[0] === "vms" ? "" : words[0]);
    if (isHere) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  });
  scrollTo(0, 0);
  const focused = isTab ? content.querySelector<HTMLElement>("nav.tabs [aria-current]") : content.querySelector<HTMLElement>("h1");
  focused?.focus();
}

function frame(): HTMLElement[] {
  const session = current()!;
  return [
    h("a", { class: "skip", href: "#content", on: { click: skip } }, "To the content"),
    h(
      "aside",
      {},
      h("a", { class: "brand", href: "#/" }, h("img", { src: "/icon.svg", alt: "", width: "28", height: "28" }), "oxt"),
      h("nav", { "aria-label": "Pages" }, links),
      h(
        "div",
        { class: "person" },
        h("span", {}, session.person),
        h("span", { class: "quiet" }, "may " + session.role),
        h("button", { type: "button", on: { click: () => void logout().finally(() => leave("")) } }, "Log out"),
      ),
    ),
    h("div", { class: "room" }, banner, content),
  ];
}

function skip(event: Event): void {
  event.preventDefault();
  content.querySelector<HTMLElement>("h1")?.focus();
}

function enter(): void {
  show(document.body, frame());
  begin();
  go();
}

function leave(note: string): void {
  end();
  forget();
  page?.leave?.();
  page = undefined;
  document.title = "Log in · oxt";
  show(document.body, loginPage(enter, note));
  document.querySelector<HTMLElement>("input")?.focus();
}

/** The secret of a link is out of the address bar before anything else happens. */
async function comeIn(): Promise<void> {
  const link = /^#login=([A-Za-z0-9_-]+)$/.exec(location.hash);
  if (link !== null) {
    history.replaceState(null, "", "/");
    try {
      await login("/login/link", { link: link[1] });
      return enter();
    } catch (cause) {
      leave("");
      document.querySelector("form")?.prepend(reasons(cause));
      return;
    }
  }
  try {
    if (await resume()) {
      return enter();
    }
  } catch {
    // The log-in says what is the matter as soon as somebody tries.
  }
  leave("");
}

const PRESENCE = {
  connected: "",
  "daemon-gone": "The daemon does not answer. VMs run on; this page goes on by itself when the daemon is back.",
  "console-gone": "The console does not answer. VMs run on; this page goes on by itself when it is back.",
};

watchPresence((presence) => {
  say(banner, PRESENCE[presence]);
  banner.hidden = presence === "connected";
});
addEventListener("hashchange", () => {
  if (/^#login=/.test(location.hash)) {
    void comeIn();
  } else {
    go();
  }
});
let lastSign = 0;
/** Whoever types into a VM asks for nothing else; a session is in use all the same. */
function sign(): void {
  if (current() !== undefined && Date.now() - lastSign > 60_000) {
    lastSign = Date.now();
    void ask("GET", "/session").catch(() => {});
  }
}
for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, sign, { capture: true, passive: true });
}
addEventListener("oxt-logged-out", () => leave("Your session has ended. Log in again."));
void comeIn();
