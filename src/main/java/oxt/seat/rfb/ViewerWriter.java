package oxt.seat.rfb;

import java.nio.ByteBuffer;
import oxt.seat.Input;
import oxt.seat.Key;

/** What goes on to a VM's screen, written anew. */
public final class ViewerWriter {

    private ViewerWriter() {}

    /** Nothing for what goes nowhere. */
    public static ByteBuffer of(ViewerMessage message) {
        return switch (message) {
            case ViewerMessage.Version() -> ByteBuffer.wrap(ViewerReader.VERSION.clone());
            case ViewerMessage.Open() -> bytes(1).put((byte) 1).flip();
            case ViewerMessage.Ready() -> bytes(1).put((byte) 1).flip();
            case ViewerMessage.Format format -> format(format);
            case ViewerMessage.Encodings(var numbers) -> {
                ByteBuffer bytes = bytes(4 + 4 * numbers.size()).put((byte) Type.ENCODINGS);
                bytes.put((byte) 0).putShort((short) numbers.size());
                numbers.forEach(bytes::putInt);
                yield bytes.flip();
            }
            case ViewerMessage.Update(var incremental, var x, var y, var width, var height) ->
                    shorts(
                            bytes(10).put((byte) Type.UPDATE).put((byte) incremental),
                            x,
                            y,
                            width,
                            height);
            case ViewerMessage.Does(var input) -> of(input);
            case ViewerMessage.Dropped(), ViewerMessage.Strange _ -> bytes(0);
        };
    }

    public static ByteBuffer of(Input input) {
        return switch (input) {
            case Input.Keystroke(Key.At(var position), var symbol, var motion) -> {
                ByteBuffer bytes = bytes(12).put((byte) Type.QEMU).put((byte) 0);
                bytes.putShort((short) down(motion)).putInt(symbol).putInt(position);
                yield bytes.flip();
            }
            case Input.Keystroke(Key.Saying _, var symbol, var motion) -> {
                ByteBuffer bytes = bytes(8).put((byte) Type.KEY).put((byte) down(motion));
                yield bytes.putShort((short) 0).putInt(symbol).flip();
            }
            case Input.Pointer(var buttons, var x, var y) ->
                    shorts(bytes(6).put((byte) Type.POINTER).put((byte) buttons), x, y);
            case Input.Resize(var width, var height, var screens) -> {
                ByteBuffer bytes = bytes(8 + 16 * screens.size()).put((byte) Type.SIZE);
                bytes.put((byte) 0).putShort((short) width).putShort((short) height);
                bytes.put((byte) screens.size()).put((byte) 0);
                for (Input.Screen screen : screens) {
                    bytes.putInt(screen.id());
                    bytes.putShort((short) screen.x()).putShort((short) screen.y());
                    bytes.putShort((short) screen.width()).putShort((short) screen.height());
                    bytes.putInt(screen.flags());
                }
                yield bytes.flip();
            }
        };
    }

    private static ByteBuffer format(ViewerMessage.Format format) {
        ByteBuffer bytes = bytes(20).put((byte) Type.FORMAT).put(new byte[3]);
        bytes.put((byte) format.bitsPerPixel()).put((byte) format.depth());
        bytes.put((byte) format.bigEndian()).put((byte) format.trueColour());
        bytes.putShort((short) format.redMost());
        bytes.putShort((short) format.greenMost());
        bytes.putShort((short) format.blueMost());
        bytes.put((byte) format.redShift()).put((byte) format.greenShift());
        return bytes.put((byte) format.blueShift()).put(new byte[3]).flip();
    }

    private static ByteBuffer shorts(ByteBuffer bytes, int... numbers) {
        for (int number : numbers) {
            bytes.putShort((short) number);
        }
        return bytes.flip();
    }

    private static int down(Input.Motion motion) {
        return switch (motion) {
            case DOWN -> 1;
            case UP -> 0;
        };
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }
}
