package oxt.cli;

import java.nio.charset.StandardCharsets;

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
        return of("/v1/vms").then(name);
    }

    static Target image(String name) {
        return of("/v1/images").then(name);
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
            if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z')) {
                text.append((char) b);
            } else if (b == '-' || b == '_') {
                text.append((char) b);
            } else {
                text.append('%');
                text.append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
                text.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
