package oxt.host.tpm;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.model.Problem;
import oxt.model.Reading;

/** Where a TPM is, as somebody names it who starts the daemon. */
public sealed interface TpmPlace {
    Pattern DEVICE = Pattern.compile("/dev/tpmrm(0|[1-9][0-9]{0,3})");
    String SOFTWARE = "swtpm:";

    /** One that the kernel drives: the one of this number. */
    record Kernel(int number) implements TpmPlace {
        @Override
        public Registers registers() {
            return new KernelRegisters(Path.of("/sys/class/tpm/tpm" + number));
        }

        @Override
        public Supplier<TpmTransport> way() {
            Path version = Path.of("/sys/class/tpm/tpm" + number, "tpm_version_major");
            return () -> TpmDevice.open(Path.of("/dev/tpmrm" + number), version);
        }
    }

    /** The socket of a software TPM, which takes one connection at a time. */
    record Software(Path socket) implements TpmPlace {
        @Override
        public Registers registers() {
            return new AskedRegisters(way());
        }

        @Override
        public Supplier<TpmTransport> way() {
            return () -> TpmSocket.reach(socket);
        }
    }

    TpmPlace FIRST = new Kernel(0);

    Registers registers();

    /** To ask it itself. */
    Supplier<TpmTransport> way();

    static Reading<TpmPlace> read(String word) {
        Matcher device = DEVICE.matcher(word);
        if (device.matches()) {
            return Reading.good(new Kernel(Integer.parseInt(device.group(1))));
        }
        String socket = word.startsWith(SOFTWARE) ? word.substring(SOFTWARE.length()) : "";
        return socket.isEmpty()
                ? Reading.bad(
                        new Problem.Invalid(
                                "tpm-not-named",
                                "There is no TPM that is written " + word + ".",
                                "Write /dev/tpmrm0, or another of the kernel's by its number, or"
                                        + " swtpm:SOCKET for a software TPM."))
                : Reading.good(new Software(Path.of(socket).toAbsolutePath().normalize()));
    }
}
