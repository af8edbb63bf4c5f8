package oxt.seat.rfb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;

/** Pictures, and viewers that see them. */
public final class TestPictures {
    /** As noVNC asks for colours. */
    public static final ViewerMessage.Format FORMAT =
            new ViewerMessage.Format(32, 24, 0, 1, 255, 255, 255, 0, 8, 16);

    public static final ViewerMessage.Encodings TILED = new ViewerMessage.Encodings(List.of(7, 5));
    public static final ViewerMessage.Encodings PLAIN = new ViewerMessage.Encodings(List.of());

    private TestPictures() {}

    /**
     * @param colour of a dot by where it is
     */
    public static Picture picture(int width, int height, IntBinaryOperator colour) {
        return Picture.ofPpm(ppm(width, height, colour)).orElseThrow();
    }

    static byte[] ppm(int width, int height, IntBinaryOperator colour) {
        byte[] head =
                ("P6\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(head.length + 3 * width * height).put(head);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int dot = colour.applyAsInt(x, y);
                bytes.put((byte) (dot >> 16)).put((byte) (dot >> 8)).put((byte) dot);
            }
        }
        return bytes.array();
    }

    /** What a viewer that knows tiles and plain dots makes of an update of one rectangle. */
    static int[] seen(ByteBuffer update, int size, ByteOrder order) {
        update.order(ByteOrder.BIG_ENDIAN);
        if (update.getShort() != 0 || update.getShort() != 1 || update.getInt() != 0) {
            throw new AssertionError("not an update of one rectangle");
        }
        int width = update.getShort();
        int height = update.getShort();
        boolean isTiled = update.getInt() == 5;
        update.order(order);
        int[] dots = new int[width * height];
        if (isTiled) {
            tiles(update, size, width, dots);
        } else {
            fill(dots, width, new Area(0, 0, width, height), () -> dot(update, size));
        }
        if (update.hasRemaining()) {
            throw new AssertionError(update.remaining() + " bytes too many");
        }
        return dots;
    }

    private record Area(int left, int top, int width, int height) {}

    private static void tiles(ByteBuffer update, int size, int width, int[] dots) {
        int ground = 0;
        int front = 0;
        for (int top = 0; top < dots.length / width; top += 16) {
            for (int left = 0; left < width; left += 16) {
                Area area =
                        new Area(
                                left,
                                top,
                                Math.min(16, width - left),
                                Math.min(16, dots.length / width - top));
                int flags = update.get();
                if ((flags & 1) != 0) {
                    fill(dots, width, area, () -> dot(update, size));
                    continue;
                }
                ground = (flags & 2) != 0 ? dot(update, size) : ground;
                front = (flags & 4) != 0 ? dot(update, size) : front;
                int colour = ground;
                fill(dots, width, area, () -> colour);
                int rectangles = (flags & 8) != 0 ? update.get() & 0xff : 0;
                for (; rectangles > 0; rectangles--) {
                    int own = (flags & 16) != 0 ? dot(update, size) : front;
                    int at = update.get();
                    int extent = update.get();
                    Area part =
                            new Area(
                                    left + (at >> 4 & 15),
                                    top + (at & 15),
                                    (extent >> 4 & 15) + 1,
                                    (extent & 15) + 1);
                    fill(dots, width, part, () -> own);
                }
            }
        }
    }

    private static void fill(int[] dots, int width, Area area, IntSupplier colour) {
        for (int y = area.top(); y < area.top() + area.height(); y++) {
            for (int x = area.left(); x < area.left() + area.width(); x++) {
                dots[y * width + x] = colour.getAsInt();
            }
        }
    }

    private static int dot(ByteBuffer bytes, int size) {
        return switch (size) {
            case 1 -> bytes.get() & 0xff;
            case 2 -> bytes.getShort() & 0xffff;
            default -> bytes.getInt();
        };
    }
}
