package oxt.seat.rfb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Writes a whole picture as an update for a viewer (RFC 6143, 7.6.1), dot by dot or in tiles.
 *
 * <p>Both forms leave nothing behind that the screen's own pictures, which come next, depend on: of
 * those that viewers know, no smaller one does.
 */
public final class PictureWriter {
    /** Also the most by which a screen is wider than its picture: QEMU counts in tiles. */
    static final int TILE = 16;

    private static final int DOT_BY_DOT = 0;
    private static final int IN_TILES = 5;
    private static final int HEAD = 16;

    private PictureWriter() {}

    /** Nothing where the viewer's colours are those of a table. */
    public static Optional<ByteBuffer> of(
            Picture picture, ViewerMessage.Format format, ViewerMessage.Encodings encodings) {
        if (format.trueColour() == 0 || !format.isKnown()) {
            return Optional.empty();
        }
        Colours colours = new Colours(format);
        boolean isTiled = encodings.numbers().contains(IN_TILES);
        int dots = picture.width() * picture.height();
        // A tile has one byte more at most than its dots.
        int tiles = tiles(picture.width()) * tiles(picture.height());
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD + dots * colours.size() + (isTiled ? tiles : 0));
        bytes.putShort((short) 0).putShort((short) 1).putInt(0);
        bytes.putShort((short) picture.width()).putShort((short) picture.height());
        bytes.putInt(isTiled ? IN_TILES : DOT_BY_DOT);
        bytes.order(format.bigEndian() == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (isTiled) {
            tiled(picture, new Tiles(colours, bytes));
        } else {
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    colours.put(picture.dot(x, y), bytes);
                }
            }
        }
        return Optional.of(bytes.flip());
    }

    private static void tiled(Picture picture, Tiles tiles) {
        for (int y = 0; y < picture.height(); y += TILE) {
            for (int x = 0; x < picture.width(); x += TILE) {
                tiles.put(picture, x, y);
            }
        }
    }

    private static int tiles(int dots) {
        return (dots + TILE - 1) / TILE;
    }
}
