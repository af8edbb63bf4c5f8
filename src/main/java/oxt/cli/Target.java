package oxt.cli;

import java.nio.charset.StandardCharsets;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The path and query of a request; what people typed is escaped (RFC 3986, section 2.1). */
final class Target {
    private final StringBuilder text = new StringBuilder(64);
    private boolean asked;

    private Target(String path) {
        text.append(path);
    }

    /**
     * @param path of our own words, as {@code /v1/vms}
     */
    static Target of(String path) {
        return new Target(path);
    }

    static Target vm(String name) {
        return named("/v1/vms", name, "no-such-vm", "VM", "See which there are: oxt vm list");
    }

    static Target image(String name) {
        return named(
                "/v1/images",
                name,
                "no-such-image",
                "image",
                "See which there are: oxt image list");
    }

    static Target secret(String name) {
        return named(
                "/v1/launch/secrets",
                name,
                "no-such-secret",
                "secret",
                "See which there are: oxt launch list");
    }

    static Target task(String id) {
        return named(
                "/v1/tasks", id, "no-such-task", "task", "Write its id as --no-wait printed it.");
    }

    static Target run(String id) {
        return named("/v1/runs", id, "no-such-run", "command", "Report this.");
    }

    /** What is no name leads nowhere; in a path it could lead elsewhere. */
    private static Target named(String path, String name, String code, String kind, String remedy) {
        boolean isName = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            isName &= isPlain(name.charAt(i));
        }
        if (!isName) {
            throw new ProblemException(
                    new Problem.Missing(
                            code,
                            "There is no "
                                    + kind
                                    + " named "
                                    + Harmless.line(name)
                                    + ": that is no name.",
                            remedy));
        }
        return of(path).then(name);
    }

    Target then(String word) {
        text.append('/');
        escape(word);
        return this;
    }

    Target query(String key, String value) {
        text.append(asked ? '&' : '?').append(key).append('=');
        asked = true;
        escape(value);
        return this;
    }

    private void escape(String word) {
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) b)) {
                text.append((char) b);
            } else {
                text.append('%');
                text.append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
                text.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '-';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
