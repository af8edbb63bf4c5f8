package oxt.host.tpm;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.tpm.TpmFrame;

/** The socket of a software TPM ({@code swtpm socket --server type=unixio,path=...}). */
public final class TpmSocket implements TpmTransport {
    private static final int HEAD = 10;
    private static final int LENGTH_AT = 2;

    private final SocketChannel channel;

    private TpmSocket(SocketChannel channel) {
        this.channel = channel;
    }

    public static TpmSocket open(Path socket) throws IOException {
        return new TpmSocket(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** One that somebody named. */
    static TpmSocket reach(Path socket) {
        try {
            return open(socket);
        } catch (IOException cause) {
            throw new ProblemException(
                    new Problem.Failed(
                            "tpm-socket",
                            "No software TPM answers at " + socket + ".",
                            "Start swtpm with its server there, or oxtd without --tpm."),
                    cause);
        }
    }

    @Override
    public Bytes exchange(Bytes command) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(command.toArray());
        while (out.hasRemaining()) {
            channel.write(out);
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        fill(head);
        int length = head.getInt(LENGTH_AT);
        if (length < HEAD || length > TpmFrame.LARGEST) {
            throw new IOException("an answer of " + length + " bytes");
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        whole.put(head.flip());
        fill(whole);
        return Bytes.of(whole.array());
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the TPM hung up");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
