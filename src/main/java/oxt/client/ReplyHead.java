package oxt.client;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The first lines of a reply.
 *
 * @param type the media type without its parameters; empty where none is said
 * @param length of the body, where the framing is by length
 */
record ReplyHead(int status, String type, Framing framing, long length) {

    /** How one knows where the body ends (RFC 9112, section 6.3). */
    enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    /** Nothing where the text is no head of a reply. */
    static Optional<ReplyHead> parse(String text) {
        int end = text.indexOf("\r\n");
        Optional<Integer> status = status(end < 0 ? text : text.substring(0, end));
        if (status.isEmpty()) {
            return Optional.empty();
        }
        String type = "";
        Framing framing = Framing.UNTIL_CLOSE;
        long length = 0;
        for (int from = end + 2; end >= 0 && from < text.length(); ) {
            int to = text.indexOf("\r\n", from);
            String line = to < 0 ? text.substring(from) : text.substring(from, to);
            int colon = line.indexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-type" -> type = mediaType(value);
                case "transfer-encoding" -> {
                    if (!value.equalsIgnoreCase("chunked")) {
                        return Optional.empty();
                    }
                    framing = Framing.CHUNKED;
                }
                case "content-length" -> {
                    OptionalLong bytes = length(value);
                    if (bytes.isEmpty()) {
                        return Optional.empty();
                    }
                    length = bytes.getAsLong();
                    framing = framing == Framing.CHUNKED ? framing : Framing.LENGTH;
                }
                default -> {}
            }
            from = to < 0 ? text.length() : to + 2;
        }
        if (status.get() == NO_CONTENT) {
            framing = Framing.LENGTH;
            length = 0;
        }
        return Optional.of(new ReplyHead(status.get(), type, framing, length));
    }

    private static final int NO_CONTENT = 204;

    /** The connection is a talk from now on; of the others below 200 there are more heads. */
    private static final int SWITCHED = 101;

    private static Optional<Integer> status(String line) {
        boolean http = line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ';
        int status = 0;
        for (int i = 9; http && i < 12; i++) {
            int digit = line.charAt(i) - '0';
            http = digit >= 0 && digit <= 9;
            status = status * 10 + digit;
        }
        return http && (status >= 200 || status == SWITCHED)
                ? Optional.of(status)
                : Optional.empty();
    }

    private static String mediaType(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
    }

    private static OptionalLong length(String value) {
        // Eighteen digits cannot overflow, and no reply is that long.
        if (value.isEmpty() || value.length() > 18) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(value));
    }
}
