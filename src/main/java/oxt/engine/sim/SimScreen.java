package oxt.engine.sim;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import oxt.model.VmId;
import oxt.seat.Input;
import oxt.seat.rfb.ViewerMessage;
import oxt.seat.rfb.ViewerReader;

/**
 * The screen of a simulated VM: one colour, in 32 bits for a dot whatever a viewer asks for. What
 * is typed has an ear and no effect.
 */
final class SimScreen implements ByteChannel {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    /** Whether the VM is still on. */
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final VmId vm;
    private final BooleanSupplier on;
    private final Consumer<Input> ear;
    private final ViewerReader reader = new ViewerReader();
    private final Deque<ByteBuffer> said = new ArrayDeque<>();
    private boolean isOpen = true;

    SimScreen(VmId vm, BooleanSupplier on, Consumer<Input> ear) {
        this.vm = vm;
        this.on = on;
        this.ear = ear;
        say(ByteBuffer.wrap("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public synchronized int read(ByteBuffer into) throws ClosedChannelException {
        try {
            while (said.isEmpty() && isOpen) {
                wait(BETWEEN_LOOKS_MILLIS);
                isOpen = isOpen && on.getAsBoolean();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            isOpen = false;
        }
        if (said.isEmpty()) {
            return -1;
        }
        ByteBuffer first = said.getFirst();
        int count = Math.min(first.remaining(), into.remaining());
        into.put(first.slice(first.position(), count));
        first.position(first.position() + count);
        if (!first.hasRemaining()) {
            said.removeFirst();
        }
        return count;
    }

    @Override
    public synchronized int write(ByteBuffer from) throws ClosedChannelException {
        if (!isOpen) {
            throw new ClosedChannelException();
        }
        int count = from.remaining();
        reader.read(from).forEach(this::hear);
        return count;
    }

    private void hear(ViewerMessage message) {
        switch (message) {
            case ViewerMessage.Version() -> say(ByteBuffer.wrap(new byte[] {1, 1}));
            case ViewerMessage.Open() -> say(ByteBuffer.allocate(4));
            case ViewerMessage.Ready() -> say(greeting());
            case ViewerMessage.Update(var incremental, _, _, _, _) when incremental == 0 ->
                    say(picture());
            case ViewerMessage.Does(var input) -> ear.accept(input);
            case ViewerMessage.Strange _ -> close();
            default -> {
                // Nothing changes here.
            }
        }
    }

    /** Size, form of colours and name (RFC 6143, 7.3.2). */
    private ByteBuffer greeting() {
        byte[] name = vm.toString().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer greeting = ByteBuffer.allocate(24 + name.length);
        greeting.putShort((short) WIDTH).putShort((short) HEIGHT);
        greeting.put(new byte[] {32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0});
        return greeting.putInt(name.length).put(name).flip();
    }

    private ByteBuffer picture() {
        ByteBuffer picture = ByteBuffer.allocate(4 + 12 + 4 * WIDTH * HEIGHT);
        picture.putShort((short) 0).putShort((short) 1);
        picture.putInt(0).putShort((short) WIDTH).putShort((short) HEIGHT).putInt(0);
        int colour = vm.hashCode() | 0x404040;
        while (picture.hasRemaining()) {
            picture.putInt(colour);
        }
        return picture.flip();
    }

    private synchronized void say(ByteBuffer bytes) {
        said.add(bytes);
        notifyAll();
    }

    @Override
    public synchronized boolean isOpen() {
        return isOpen;
    }

    @Override
    public synchronized void close() {
        isOpen = false;
        notifyAll();
    }
}
