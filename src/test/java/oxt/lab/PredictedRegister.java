package oxt.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.rehearsal.PeFile;

/** Says what register 4 holds after firmware has started one program, by its file alone. */
final class PredictedRegister {
    private static final HashAlgorithm BANK = HashAlgorithm.SHA256;

    /** What firmware says before it starts what it was told to (TCG PC Client, 3.3.4.5). */
    private static final String CALLING = "Calling EFI Application from Boot Option";

    private PredictedRegister() {}

    public static void main(String[] words) throws IOException {
        Bytes program = Bytes.of(Files.readAllBytes(Path.of(words[0])));
        Bytes value = Bytes.filled(0, BANK.size());
        Bytes calling = Bytes.of(CALLING.getBytes(StandardCharsets.US_ASCII));
        value = BANK.extend(value, BANK.digest(calling));
        Bytes separator = Bytes.filled(0, Integer.BYTES);
        value = BANK.extend(value, BANK.digest(separator));
        value = BANK.extend(value, PeFile.read(program).orElseThrow().digest(BANK));
        System.out.println(value.hex());
    }
}
