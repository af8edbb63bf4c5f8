// What measured this machine's boot, and what of it is proven. Green is only what is.

import { get } from "../api";
import { h, type Child } from "../dom";
import type { Launch } from "../documents";
import { fillIn, heading, loading, table, type Page } from "../page";
import { findings } from "./doctor";

const STANDINGS: Record<string, string> = { proven: "good", unproven: "bad", untouched: "" };

export function launchPage(): Page {
  const place = loading();
  void fillIn(place, async () => {
    const status = await get<Launch>("/v1/launch/status");
    return [verdict(status), findings(status.findings), registers(status)];
  });
  return { title: "Launch", element: h("div", {}, heading("Launch"), place) };
}

function verdict(status: Launch): HTMLElement {
  const used = status.registers.filter((register) => register.standing !== "untouched");
  const isProven = used.length > 0 && used.every((register) => register.standing === "proven");
  return h(
    "div",
    { class: "card " + (isProven ? "good" : "") },
    h(
      "p",
      { class: "large" },
      isProven
        ? "The log of the boot leads to what the TPM holds."
        : status.registers.length === 0
          ? "Nothing of this boot is proven."
          : "The log does not lead to all that the TPM holds.",
    ),
    h(
      "p",
      { class: "quiet" },
      `Measured by ${status.measurer}; Secure Boot ${status["secure-boot"]}; registers of bank ${status.bank}. `,
      "It says what was started, not that it was good: that takes a policy, oxt verify.",
    ),
  );
}

function registers(status: Launch): Child {
  if (status.registers.length === 0) {
    return null;
  }
  return table(
    "The TPM's registers",
    ["Register", "Holds", "Standing", "Value"],
    status.registers.map((register): Child[] => [
      register.pcr,
      register.holds,
      h("span", { class: "verdict " + (STANDINGS[register.standing] ?? "") }, register.standing),
      h("code", { class: "digest" }, register.value),
    ]),
  );
}
