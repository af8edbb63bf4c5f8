// What happens, as it happens; and whether the console and the daemon are there.

import { ask, Refused } from "./api";

export interface Happening {
  kind: string;
  object: string;
  detail: Record<string, any>;
}

export type Presence = "connected" | "daemon-gone" | "console-gone";

type Listener = (happening: Happening) => void;

const listeners = new Set<Listener>();
const watchers = new Set<(presence: Presence) => void>();
let presence: Presence = "connected";
let running: AbortController | undefined;

/** Until the returned function is called. An empty kind says: look at everything again. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function watchPresence(watcher: (presence: Presence) => void): void {
  watchers.add(watcher);
}

export function begin(): void {
  if (running === undefined) {
    running = new AbortController();
    void follow(running.signal);
  }
}

export function end(): void {
  running?.abort();
  running = undefined;
}

function become(now: Presence): void {
  if (presence !== now) {
    presence = now;
    watchers.forEach((watcher) => watcher(now));
  }
}

function tell(happening: Happening): void {
  listeners.forEach((listener) => listener(happening));
}

const EVERYTHING: Happening = { kind: "", object: "", detail: {} };

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await ask("GET", "/events", { signal });
      await read(response.body!.getReader());
    } catch (cause) {
      if (signal.aborted || (cause instanceof Refused && cause.status === 401)) {
        return;
      }
    }
    if (!signal.aborted) {
      become("console-gone");
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      happened(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
}

function happened(block: string): void {
  let kind = "";
  let data = "{}";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) {
      kind = line.slice(7);
    } else if (line.startsWith("data: ")) {
      data = line.slice(6);
    }
  }
  switch (kind) {
    case "":
      return;
    case "daemon-gone":
      return become("daemon-gone");
    case "daemon-here":
      become("connected");
      return tell(EVERYTHING);
    case "events-lost":
      return tell(EVERYTHING);
    case "logged-out":
      dispatchEvent(new Event("oxt-logged-out"));
      return;
    default: {
      const event = JSON.parse(data);
      tell({ kind, object: event.object ?? "", detail: event.detail ?? {} });
    }
  }
}
