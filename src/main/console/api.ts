// What the console's process is asked; everything goes to the daemon from there.

export interface Problem {
  kind: string;
  code: string;
  what: string;
  remedy: string;
}

export type Role = "view" | "operate" | "administer";

export interface Session {
  person: string;
  role: Role;
  ends: string;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
  ) {
    super(problems.map((problem) => problem.what).join(" "));
  }

  has(code: string): boolean {
    return this.problems.some((problem) => problem.code === code);
  }
}

const KEY = "oxt-key";
const ROLES: Role[] = ["view", "operate", "administer"];

let session: Session | undefined;

export function current(): Session | undefined {
  return session;
}

export function may(role: Role): boolean {
  return session !== undefined && ROLES.indexOf(session.role) >= ROLES.indexOf(role);
}

export async function login(path: string, document: unknown): Promise<void> {
  const begun = await json("POST", path, document);
  localStorage.setItem(KEY, begun.key);
  session = begun;
}

export async function resume(): Promise<boolean> {
  if (localStorage.getItem(KEY) === null) {
    return false;
  }
  try {
    session = await json("GET", "/session");
    return true;
  } catch (refused) {
    if (refused instanceof Refused && refused.status === 401) {
      return false;
    }
    throw refused;
  }
}

export async function logout(): Promise<void> {
  try {
    await ask("POST", "/logout");
  } finally {
    forget();
  }
}

export function forget(): void {
  localStorage.removeItem(KEY);
  session = undefined;
}

export async function get<T>(path: string): Promise<T> {
  return (await json("GET", "/api" + path)) as T;
}

export async function send<T>(method: string, path: string, document?: unknown): Promise<T> {
  return (await json(method, "/api" + path, document)) as T;
}

export async function ask(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Oxt-Key", localStorage.getItem(KEY) ?? "");
  let response: Response;
  try {
    response = await fetch(path, { ...init, method, headers, cache: "no-store" });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") {
      throw cause;
    }
    throw new Refused(0, [
      {
        kind: "failed",
        code: "console-gone",
        what: "The console does not answer.",
        remedy: "See whether oxt-console runs; this page goes on when it does.",
      },
    ]);
  }
  if (response.ok) {
    return response;
  }
  const refused = new Refused(response.status, await problems(response));
  if (response.status === 401 && session !== undefined) {
    forget();
    dispatchEvent(new Event("oxt-logged-out"));
  }
  throw refused;
}

async function problems(response: Response): Promise<Problem[]> {
  try {
    return (await response.json()).problems;
  } catch {
    return [
      {
        kind: "failed",
        code: "refused-without-reason",
        what: "The answer was " + response.status + ", without a reason.",
        remedy: "See the log of oxt-console.",
      },
    ];
  }
}

async function json(method: string, path: string, document?: unknown): Promise<any> {
  const init: RequestInit =
    document === undefined
      ? {}
      : { body: JSON.stringify(document), headers: { "Content-Type": "application/json" } };
  const response = await ask(method, path, init);
  return response.status === 204 ? undefined : response.json();
}
