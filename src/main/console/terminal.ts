// As much of a terminal as a serial console needs: lines, carriage returns, and no colours.

const MOST_CHARACTERS = 200_000;

export class Terminal {
  private text = "";
  private line = "";
  private column = 0;
  private pending = "";

  constructor(private readonly place: HTMLElement) {}

  write(bytes: string): void {
    // What is cut in the middle waits for its end.
    const input = this.pending + bytes;
    this.pending = "";
    for (let at = 0; at < input.length; at++) {
      const letter = input[at]!;
      if (letter === "\x1b") {
        const end = escapeEnd(input, at);
        if (end < 0) {
          this.pending = input.length - at > 64 ? "" : input.slice(at);
          break;
        }
        this.erase(input.slice(at, end + 1));
        at = end;
      } else {
        this.put(letter);
      }
    }
    const atEnd = this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < 40;
    this.place.textContent = this.text + this.line;
    if (atEnd) {
      this.place.scrollTop = this.place.scrollHeight;
    }
  }

  private put(letter: string): void {
    if (letter === "\n") {
      this.text = (this.text + this.line + "\n").slice(-MOST_CHARACTERS);
      this.line = "";
      this.column = 0;
    } else if (letter === "\r") {
      this.column = 0;
    } else if (letter === "\b") {
      this.column = Math.max(0, this.column - 1);
    } else if (letter === "\t") {
      this.put(" ");
      while (this.column % 8 !== 0) {
        this.put(" ");
      }
    } else if (letter >= " ") {
      this.line = this.line.slice(0, this.column).padEnd(this.column) + letter + this.line.slice(this.column + 1);
      this.column++;
    }
  }

  private erase(sequence: string): void {
    if (/^\x1b\[0?K$/.test(sequence)) {
      this.line = this.line.slice(0, this.column);
    } else if (/^\x1b\[[23]J$/.test(sequence)) {
      this.text = "";
      this.line = "";
      this.column = 0;
    }
  }
}

/** Where an escape sequence ends (ECMA-48); -1 where it has not yet. */
function escapeEnd(input: string, at: number): number {
  const kind = input[at + 1];
  if (kind === undefined) {
    return -1;
  }
  if (kind === "[") {
    for (let end = at + 2; end < input.length; end++) {
      if (input[end]! >= "@" && input[end]! <= "~") {
        return end;
      }
    }
    return -1;
  }
  if (kind === "]") {
    const end = input.indexOf("\x07", at);
    return end;
  }
  return "()#".includes(kind) ? (at + 2 < input.length ? at + 2 : -1) : at + 1;
}

const KEYS: Record<string, string> = {
  Enter: "\r", Backspace: "\x7f", Tab: "\t", Escape: "\x1b", Delete: "\x1b[3~",
  ArrowUp: "\x1b[A", ArrowDown: "\x1b[B", ArrowRight: "\x1b[C", ArrowLeft: "\x1b[D",
  Home: "\x1b[H", End: "\x1b[F", PageUp: "\x1b[5~", PageDown: "\x1b[6~",
};

/** What a key sends; empty where it is none of the guest's. */
export function sent(event: KeyboardEvent): string {
  if (event.metaKey || event.altKey) {
    return "";
  }
  if (event.ctrlKey) {
    return /^[a-z\[\\\]]$/i.test(event.key) ? String.fromCharCode(event.key.toUpperCase().charCodeAt(0) & 31) : "";
  }
  return KEYS[event.key] ?? (event.key.length === 1 ? event.key : "");
}
