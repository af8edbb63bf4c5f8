package oxt.seat.rfb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oxt.seat.Input;
import oxt.seat.Key;

/** Reads what a viewer says, as the bytes come. It keeps one message at most. */
public final class ViewerReader {
    /** Viewers ask for some thirty. */
    static final int MOST_ENCODINGS = 128;

    /** It is dropped; but a viewer that goes on with it for ever is none. */
    static final int LONGEST_CUT_TEXT = 1 << 20;

    static final int MOST_SCREENS = 16;

    static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST = 4 + 4 * MOST_ENCODINGS;
    private static final int BYTE = 0xff;
    private static final int SHORT = 0xffff;

    private final ByteBuffer kept = ByteBuffer.allocate(LONGEST);
    private Stage stage = Stage.VERSION;
    private int toDrop;

    private enum Stage {
        VERSION,
        SECURITY,
        INIT,
        MESSAGES,
        ENDED
    }

    /** The messages that these bytes complete, in order; none after a strange one. */
    public List<ViewerMessage> read(ByteBuffer bytes) {
        List<ViewerMessage> messages = new ArrayList<>();
        while (stage != Stage.ENDED && completes(bytes)) {
            kept.flip();
            messages.add(message());
            kept.clear();
        }
        return messages;
    }

    private boolean completes(ByteBuffer bytes) {
        int dropped = Math.min(toDrop, bytes.remaining());
        bytes.position(bytes.position() + dropped);
        toDrop -= dropped;
        while (kept.position() < length()) {
            if (!bytes.hasRemaining()) {
                return false;
            }
            int count = Math.min(length() - kept.position(), bytes.remaining());
            kept.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
        return true;
    }

    /** Of the message that has begun, as far as its first bytes tell. */
    private int length() {
        return switch (stage) {
            case VERSION -> VERSION.length;
            case SECURITY, INIT -> 1;
            case MESSAGES -> kept.position() == 0 ? 1 : lengthByType();
            case ENDED -> 0;
        };
    }

    private int lengthByType() {
        return switch (kept.get(0) & BYTE) {
            case Type.FORMAT -> 20;
            case Type.ENCODINGS -> {
                int count = kept.position() < 4 ? 0 : kept.getShort(2) & SHORT;
                yield count > MOST_ENCODINGS ? 4 : 4 + 4 * count;
            }
            case Type.UPDATE -> 10;
            case Type.KEY, Type.CUT_TEXT -> 8;
            case Type.POINTER -> 6;
            case Type.SIZE -> {
                int count = kept.position() < 8 ? 0 : kept.get(6) & BYTE;
                yield count > MOST_SCREENS ? 8 : 8 + 16 * count;
            }
            case Type.QEMU -> kept.position() < 2 || kept.get(1) != 0 ? 2 : 12;
            default -> 1;
        };
    }

    private ViewerMessage message() {
        return switch (stage) {
            case VERSION -> {
                stage = Stage.SECURITY;
                yield Arrays.equals(VERSION, 0, VERSION.length, kept.array(), 0, VERSION.length)
                        ? new ViewerMessage.Version()
                        : strange("It does not speak RFB 3.8.");
            }
            case SECURITY -> {
                stage = Stage.INIT;
                yield kept.get(0) == 1
                        ? new ViewerMessage.Open()
                        : strange("It asks for security " + (kept.get(0) & BYTE) + ", not none.");
            }
            case INIT -> {
                stage = Stage.MESSAGES;
                yield new ViewerMessage.Ready();
            }
            case MESSAGES -> messageByType();
            case ENDED -> throw new AssertionError("nothing is read after the end");
        };
    }

    private ViewerMessage messageByType() {
        int type = kept.get(0) & BYTE;
        return switch (type) {
            case Type.FORMAT -> format();
            case Type.ENCODINGS -> encodings();
            case Type.UPDATE ->
                    new ViewerMessage.Update(
                            kept.get(1) & BYTE, number(2), number(4), number(6), number(8));
            case Type.KEY -> key(0, kept.get(1) == 0 ? Input.Motion.UP : Input.Motion.DOWN);
            case Type.POINTER ->
                    new ViewerMessage.Does(
                            new Input.Pointer(kept.get(1) & BYTE, number(2), number(4)));
            case Type.CUT_TEXT -> cutText();
            case Type.SIZE -> size();
            case Type.QEMU ->
                    kept.get(1) == 0
                            ? key(
                                    kept.getInt(8),
                                    number(2) == 0 ? Input.Motion.UP : Input.Motion.DOWN)
                            : strange("It sends QEMU's message " + (kept.get(1) & BYTE) + ".");
            default -> strange("It sends a message of type " + type + ".");
        };
    }

    private ViewerMessage format() {
        ViewerMessage.Format format = ViewerMessage.Format.read(kept, 4);
        return format.isKnown()
                ? format
                : strange("It wants " + format.bitsPerPixel() + " bits for a dot.");
    }

    private ViewerMessage encodings() {
        int count = number(2);
        if (count > MOST_ENCODINGS) {
            return strange("It asks for " + count + " encodings.");
        }
        List<Integer> numbers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int number = kept.getInt(4 + 4 * index);
            if (Encoding.isFree(number)) {
                numbers.add(number);
            }
        }
        return new ViewerMessage.Encodings(numbers);
    }

    /**
     * @param position 0 where the viewer does not say it
     */
    private ViewerMessage key(int position, Input.Motion motion) {
        int symbol = kept.getInt(4);
        // QEMU reads the lower half of a position: what has an upper one would be another key.
        if (position < 0 || position > Key.At.MOST) {
            return new ViewerMessage.Dropped();
        }
        Key key = position == 0 ? Key.of(symbol) : new Key.At(position);
        return new ViewerMessage.Does(new Input.Keystroke(key, symbol, motion));
    }

    /** The extended form says its length as a negative one. */
    private ViewerMessage cutText() {
        long length = Math.abs((long) kept.getInt(4));
        if (length > LONGEST_CUT_TEXT) {
            return strange("It has cut " + length + " bytes.");
        }
        toDrop = (int) length;
        return new ViewerMessage.Dropped();
    }

    private ViewerMessage size() {
        int count = kept.get(6) & BYTE;
        if (count > MOST_SCREENS) {
            return strange("It has " + count + " screens.");
        }
        List<Input.Screen> screens = new ArrayList<>();
        for (int at = 8; at < 8 + 16 * count; at += 16) {
            screens.add(
                    new Input.Screen(
                            kept.getInt(at),
                            number(at + 4),
                            number(at + 6),
                            number(at + 8),
                            number(at + 10),
                            kept.getInt(at + 12)));
        }
        return new ViewerMessage.Does(new Input.Resize(number(2), number(4), screens));
    }

    private int number(int at) {
        return kept.getShort(at) & SHORT;
    }

    private ViewerMessage strange(String why) {
        stage = Stage.ENDED;
        return new ViewerMessage.Strange(why);
    }
}
