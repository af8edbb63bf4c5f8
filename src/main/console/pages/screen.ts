// A VM's screen, in a frame of the VM's colour that no guest can draw, also on the whole screen.
//
// Whoever may see it sees it. What is typed goes to the VM that has the seat's focus, which is kept by
// the daemon for the whole host; this page only shows where it is, and asks for it.

import type RFB from "@novnc/novnc";
import { may, Refused, ask, send } from "../api";
import { h, say, show } from "../dom";
import type { Seat, VmSummary } from "../documents";
import { reasons } from "../problems";
import type { Tab } from "./machine";

const AGAIN_MILLIS = 2_000;

export function screenTab(name: string): Tab {
  const guest = h("div", { class: "guest" });
  const note = h("div");
  const where = h("span", { class: "where", role: "status" });
  const typing = h("button", { type: "button", on: { click: () => void focus(name) } }, "Type here");
  const away = h("button", { type: "button", on: { click: () => void focus("") } }, "Let go");
  const attention = h("button", { type: "button", on: { click: () => rfb?.sendCtrlAltDel() } }, "Ctrl+Alt+Del");
  const lock = h("button", { type: "button", on: { click: () => void turn("lock") } }, "Lock");
  const secret = h("input", { type: "password", placeholder: "Password", "aria-label": "Password of the seat", autocomplete: "off" });
  const unlock = h("button", {}, "Unlock");
  const opening = h("form", { class: "buttons", on: { submit: (event) => (event.preventDefault(), void turn("unlock")) } }, secret, unlock);
  const full = h("button", { type: "button", on: { click: () => void place.requestFullscreen() } }, "Full screen");
  const place = h(
    "div",
    { class: "screen" },
    h("div", { class: "bar" }, h("strong", {}, name), where, h("span", { class: "buttons" }, attention, typing, away, lock, opening, full)),
    note,
    guest,
  );
  let rfb: RFB | undefined;
  let isRunning = false;
  let isOver = false;
  let isConnecting = false;
  let seat: Seat | undefined;
  let timer = 0;

  async function connect(): Promise<void> {
    if (isOver || !isRunning || rfb !== undefined || isConnecting) {
      return;
    }
    isConnecting = true;
    try {
      const [{ default: Viewer }, answer] = await Promise.all([
        import("@novnc/novnc"),
        ask("POST", "/screens", { body: JSON.stringify({ vm: name }), headers: { "Content-Type": "application/json" } }),
      ]);
      const { ticket } = await answer.json();
      if (isOver) {
        return;
      }
      show(note);
      const viewer = new Viewer(guest, location.origin.replace(/^http/, "ws") + "/screens/" + ticket, {
        shared: true,
        wsProtocols: ["binary"],
      });
      viewer.scaleViewport = true;
      viewer.background = "#000";
      viewer.addEventListener("connect", () => place.classList.add("connected"));
      viewer.addEventListener("disconnect", () => {
        rfb = undefined;
        place.classList.remove("connected");
        later();
      });
      rfb = viewer;
      drawFocus();
    } catch (cause) {
      show(note, reasons(cause));
      if (!(cause instanceof Refused && cause.status === 409)) {
        later();
      }
    } finally {
      isConnecting = false;
    }
  }

  function later(): void {
    clearTimeout(timer);
    if (!isOver) {
      timer = window.setTimeout(() => void connect(), AGAIN_MILLIS);
    }
  }

  async function focus(vm: string): Promise<void> {
    try {
      seat = await send<Seat>("POST", "/v1/seat/focus", vm === "" ? {} : { vm });
      show(note);
      drawFocus();
      if (vm !== "") {
        rfb?.focus();
      }
    } catch (cause) {
      show(note, reasons(cause));
    }
  }

  async function turn(word: "lock" | "unlock"): Promise<void> {
    const typed = secret.value;
    secret.value = "";
    try {
      const answer = await ask("POST", "/api/v1/seat/" + word, typed === "" ? {} : { body: typed, headers: { "Content-Type": "application/octet-stream" } });
      seat = (await answer.json()) as Seat;
      show(note);
      drawFocus();
    } catch (cause) {
      show(note, reasons(cause));
    }
  }

  function drawFocus(): void {
    const hasFocus = seat?.vm === name;
    const elsewhere = seat?.lock === "locked" ? "The seat is locked." : seat?.vm ? `Keys go to ${seat.vm}.` : "Keys go to no VM.";
    say(where, !isRunning || seat === undefined ? "" : hasFocus ? "Keys go here." : elsewhere);
    place.classList.toggle("focused", hasFocus);
    typing.hidden = !may("operate") || hasFocus || !isRunning || seat?.lock === "locked";
    away.hidden = !may("operate") || !hasFocus;
    attention.hidden = !may("operate") || !hasFocus;
    const isLocked = seat?.lock === "locked";
    lock.hidden = !may("operate") || seat === undefined || isLocked;
    unlock.hidden = !may("operate") || !isLocked;
    secret.hidden = unlock.hidden || seat?.unlock !== "password";
    full.hidden = !isRunning;
    if (rfb !== undefined) {
      rfb.viewOnly = !(hasFocus && may("operate"));
    }
  }

  guest.addEventListener("click", () => {
    if (may("operate") && seat?.vm !== name && rfb !== undefined) {
      void focus(name);
    }
  });
  return {
    element: h("section", { class: "content", "aria-label": "Screen" }, place),
    leave: () => {
      isOver = true;
      clearTimeout(timer);
      rfb?.disconnect();
    },
    update(vm: VmSummary, now: Seat | undefined): void {
      seat = now;
      isRunning = vm.state === "running" || vm.state === "paused";
      if (!isRunning) {
        rfb?.disconnect();
        show(note, h("p", { class: "empty" }, `${name} is ${vm.state}: there is no screen to see.`));
      } else if (rfb === undefined) {
        void connect();
      }
      drawFocus();
    },
  };
}
