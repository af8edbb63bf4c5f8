package oxt.seat.rfb;

import java.nio.ByteBuffer;

/**
 * Follows what a screen says until a viewer can ask for pictures (RFC 6143, 7.1 to 7.3): where that
 * ends, and what the screen is like. It keeps a few bytes.
 */
public final class ScreenGreeting {
    /** Size, form of colours, and the length of a name. */
    private static final int INIT = 24;

    private static final int LONGEST_NAME = 1 << 12;
    private static final int SHORT = 0xffff;
    private static final int BYTE = 0xff;

    private final ByteBuffer kept = ByteBuffer.allocate(INIT);
    private Stage stage = Stage.VERSION;
    private int toSkip = ViewerReader.VERSION.length;
    private int width;
    private int height;
    private ViewerMessage.Format format = new ViewerMessage.Format(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private enum Stage {
        VERSION,
        SECURITIES,
        RESULT,
        INIT,
        /** The name is skipped yet, then it is over. */
        DONE,
        /** It is none that is known: nothing is said of the screen. */
        STRANGE
    }

    /** Moves past the bytes that belong to it. */
    public void read(ByteBuffer bytes) {
        while (true) {
            int skipped = Math.min(toSkip, bytes.remaining());
            bytes.position(bytes.position() + skipped);
            toSkip -= skipped;
            if (toSkip > 0 || isOver()) {
                return;
            }
            while (kept.position() < length()) {
                if (!bytes.hasRemaining()) {
                    return;
                }
                kept.put(bytes.get());
            }
            take();
            kept.clear();
        }
    }

    /** Nothing that comes belongs to it any more. */
    public boolean isOver() {
        return stage == Stage.STRANGE || stage == Stage.DONE && toSkip == 0;
    }

    /** Whether this picture is one of that screen. */
    public boolean fits(Picture picture) {
        int beside = width - picture.width();
        return stage == Stage.DONE
                && beside >= 0
                && beside < PictureWriter.TILE
                && height == picture.height();
    }

    /** Whether these are all of its dots. */
    public boolean isWhole(ViewerMessage.Update update) {
        return update.x() == 0
                && update.y() == 0
                && update.width() >= width
                && update.height() >= height;
    }

    /** How it says colours where a viewer does not ask for another form. */
    public ViewerMessage.Format format() {
        return format;
    }

    private int length() {
        return switch (stage) {
            case VERSION, DONE, STRANGE -> 0;
            case SECURITIES -> 1;
            case RESULT -> 4;
            case INIT -> INIT;
        };
    }

    private void take() {
        stage =
                switch (stage) {
                    case VERSION -> Stage.SECURITIES;
                    case SECURITIES -> {
                        toSkip = kept.get(0) & BYTE;
                        yield toSkip == 0 ? Stage.STRANGE : Stage.RESULT;
                    }
                    case RESULT -> kept.getInt(0) == 0 ? Stage.INIT : Stage.STRANGE;
                    case INIT -> {
                        width = kept.getShort(0) & SHORT;
                        height = kept.getShort(2) & SHORT;
                        format = ViewerMessage.Format.read(kept, 4);
                        toSkip = kept.getInt(INIT - 4);
                        boolean isName = toSkip >= 0 && toSkip <= LONGEST_NAME;
                        toSkip = isName ? toSkip : 0;
                        yield isName ? Stage.DONE : Stage.STRANGE;
                    }
                    case DONE, STRANGE -> stage;
                };
    }
}
