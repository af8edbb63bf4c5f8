package oxt.seat.rfb;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the tiles of a picture (RFC 6143, 7.7.4): a ground, and rectangles on it. */
final class Tiles {
    private static final int RAW = 1;
    private static final int GROUND = 2;
    private static final int ONE_COLOUR = 4;
    private static final int RECTANGLES = 8;
    private static final int COLOURED = 16;

    /** Their number is a byte. */
    private static final int MOST_RECTANGLES = 255;

    private static final int NONE = -1;

    private final Colours colours;
    private final ByteBuffer bytes;
    private final int[] dots = new int[PictureWriter.TILE * PictureWriter.TILE];
    private int width;
    private int height;
    private int groundBefore = NONE;

    private enum Kind {
        /** Nothing but ground. */
        EMPTY,
        /** All rectangles have one colour. */
        PLAIN,
        COLOURFUL
    }

    private record Palette(Kind kind, int ground, int other) {
        int flags() {
            return switch (kind) {
                case EMPTY -> 0;
                case PLAIN -> RECTANGLES | ONE_COLOUR;
                case COLOURFUL -> RECTANGLES | COLOURED;
            };
        }
    }

    Tiles(Colours colours, ByteBuffer bytes) {
        this.colours = colours;
        this.bytes = bytes;
    }

    void put(Picture picture, int left, int top) {
        width = Math.min(PictureWriter.TILE, picture.width() - left);
        height = Math.min(PictureWriter.TILE, picture.height() - top);
        load(picture, left, top);
        int begin = bytes.position();
        if (!drawn(begin + width * height * colours.size())) {
            load(picture, left, top);
            bytes.position(begin).put((byte) RAW);
            for (int index = 0; index < width * height; index++) {
                colours.put(dots[index], bytes);
            }
            groundBefore = NONE;
        }
    }

    private void load(Picture picture, int left, int top) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                dots[y * width + x] = picture.dot(left + x, top + y);
            }
        }
    }

    /** Whether a ground and rectangles need no byte behind this one. */
    private boolean drawn(int end) {
        if (bytes.position() + 2 + 2 * colours.size() > end) {
            return false;
        }
        Palette palette = palette();
        boolean isNewGround = palette.ground() != groundBefore;
        bytes.put((byte) (palette.flags() | (isNewGround ? GROUND : 0)));
        if (isNewGround) {
            colours.put(palette.ground(), bytes);
            groundBefore = palette.ground();
        }
        return switch (palette.kind()) {
            case EMPTY -> true;
            case PLAIN -> {
                colours.put(palette.other(), bytes);
                yield rectangles(palette, 2, end);
            }
            case COLOURFUL -> rectangles(palette, 2 + colours.size(), end);
        };
    }

    /** The ground is the first dot's colour, or the other one where that is most of the tile. */
    private Palette palette() {
        int first = dots[0];
        int other = NONE;
        int others = 0;
        for (int index = 0; index < width * height; index++) {
            if (dots[index] == first) {
                continue;
            }
            others++;
            if (other != NONE && dots[index] != other) {
                return new Palette(Kind.COLOURFUL, first, NONE);
            }
            other = dots[index];
        }
        if (others == 0) {
            return new Palette(Kind.EMPTY, first, NONE);
        }
        return others > width * height / 2
                ? new Palette(Kind.PLAIN, other, first)
                : new Palette(Kind.PLAIN, first, other);
    }

    private boolean rectangles(Palette palette, int size, int end) {
        int countAt = bytes.position();
        bytes.put((byte) 0);
        int count = 0;
        for (int index = 0; index < width * height; index++) {
            if (dots[index] != palette.ground()) {
                if (++count > MOST_RECTANGLES || bytes.position() + size > end) {
                    return false;
                }
                rectangle(index, palette);
            }
        }
        bytes.put(countAt, (byte) count);
        return true;
    }

    /** As far to the right as it has one colour, then as far down; what is drawn becomes ground. */
    private void rectangle(int from, Palette palette) {
        int colour = dots[from];
        int left = from % width;
        int top = from / width;
        int right = left;
        while (right + 1 < width && dots[top * width + right + 1] == colour) {
            right++;
        }
        int bottom = top;
        while (bottom + 1 < height && isRow(colour, bottom + 1, left, right)) {
            bottom++;
        }
        for (int y = top; y <= bottom; y++) {
            Arrays.fill(dots, y * width + left, y * width + right + 1, palette.ground());
        }
        if (palette.kind() == Kind.COLOURFUL) {
            colours.put(colour, bytes);
        }
        bytes.put((byte) (left << 4 | top));
        bytes.put((byte) (right - left << 4 | bottom - top));
    }

    private boolean isRow(int colour, int y, int left, int right) {
        for (int x = left; x <= right; x++) {
            if (dots[y * width + x] != colour) {
                return false;
            }
        }
        return true;
    }
}
