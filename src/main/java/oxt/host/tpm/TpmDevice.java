package oxt.host.tpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import oxt.host.FileProblems;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.tpm.TpmFrame;

/**
 * The kernel's way to the machine's TPM, which gives each program objects and sessions of its own
 * and clears them away behind it ({@code /dev/tpmrm0}).
 */
final class TpmDevice implements TpmTransport {
    private final FileChannel channel;

    private TpmDevice(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param version what sysfs says; 1 for a TPM 1.2
     */
    static TpmDevice open(Path device, Path version) {
        try {
            if (Files.exists(version) && Files.readString(version).strip().equals("1")) {
                throw new ProblemException(
                        new Problem.Conflict(
                                "tpm-too-old",
                                "This machine's TPM is a 1.2: it has no policies over SHA-256"
                                        + " registers, so nothing is sealed by it.",
                                "Switch the firmware's TPM to 2.0 where it has one; the log can be"
                                        + " read all the same."));
            }
            return new TpmDevice(
                    FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException _) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-tpm",
                            "This machine has no TPM 2.0 that its kernel knows (" + device + ").",
                            "Switch the TPM on in the firmware (it may be called PTT or fTPM"
                                    + " there)."));
        } catch (IOException cause) {
            throw FileProblems.of(device, cause);
        }
    }

    /** The kernel takes a command in one write, and gives its answer to one read. */
    @Override
    public Bytes exchange(Bytes command) throws IOException {
        channel.write(ByteBuffer.wrap(command.toArray()));
        ByteBuffer answer = ByteBuffer.allocate(TpmFrame.LARGEST);
        channel.read(answer);
        byte[] bytes = new byte[answer.flip().remaining()];
        answer.get(bytes);
        return Bytes.of(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
