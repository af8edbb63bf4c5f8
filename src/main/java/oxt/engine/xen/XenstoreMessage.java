package oxt.engine.xen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;

/**
 * One message of xenstore's wire protocol, in either direction (Xen's {@code xs_wire.h} and {@code
 * docs/misc/xenstore.txt}).
 *
 * @param request what an answer repeats; 0 in what nobody asked for
 * @param body its bytes, as the characters 0 to 255
 */
record XenstoreMessage(Kind kind, int request, String body) {
    /** Type, request, transaction and length, each of four bytes in the processor's order. */
    static final int HEAD_BYTES = 16;

    /** XENSTORE_PAYLOAD_MAX; either side ends the talk of one that sends more. */
    static final int LARGEST_BODY = 4096;

    private static final String END = "\0";

    /** What is used of the protocol, by its numbers. */
    enum Kind {
        DIRECTORY(1),
        READ(2),
        WATCH(4),
        UNWATCH(5),
        WRITE(11),
        RM(13),
        SET_PERMS(14),
        WATCH_EVENT(15),
        ERROR(16);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Optional<Kind> of(int number) {
            return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
        }
    }

    /** What stands before a body. */
    record Head(Kind kind, int request, int length) {}

    XenstoreMessage {
        if (body.length() > LARGEST_BODY) {
            throw new IllegalArgumentException("a body of " + body.length() + " bytes");
        }
    }

    /** Words that each end with a NUL. */
    static XenstoreMessage of(Kind kind, int request, List<String> words) {
        return new XenstoreMessage(kind, request, String.join(END, words) + END);
    }

    /** A value is not ended. */
    static XenstoreMessage write(int request, String path, String value) {
        return new XenstoreMessage(Kind.WRITE, request, path + END + value);
    }

    byte[] bytes() {
        byte[] payload = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(HEAD_BYTES + payload.length)
                .order(ByteOrder.nativeOrder())
                .putInt(kind.number)
                .putInt(request)
                .putInt(0)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /**
     * @param bytes as many as a head has
     */
    static Reading<Head> head(byte[] bytes) {
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int number = head.getInt();
        int request = head.getInt();
        int transaction = head.getInt();
        int length = head.getInt();
        Optional<Kind> kind = Kind.of(number);
        if (kind.isEmpty()) {
            return garbled("a message of the kind " + number);
        }
        if (length < 0 || length > LARGEST_BODY) {
            return garbled("a message of " + Integer.toUnsignedString(length) + " bytes");
        }
        return transaction == 0
                ? Reading.good(new Head(kind.get(), request, length))
                : garbled("an answer within a transaction that nobody began");
    }

    static XenstoreMessage of(Head head, byte[] body) {
        return new XenstoreMessage(
                head.kind(), head.request(), new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The words of a body whose words each end with a NUL, and the last perhaps without. */
    List<String> words() {
        String whole = body.endsWith(END) ? body.substring(0, body.length() - 1) : body;
        return body.isEmpty() ? List.of() : List.of(whole.split(END, -1));
    }

    private static <T> Reading<T> garbled(String what) {
        return Reading.bad(
                new Problem.Failed(
                        "xenstore-garbled",
                        "Xenstore sent " + what + ", which its protocol does not have here.",
                        "Report this, with the version of Xen: oxt host"));
    }
}
