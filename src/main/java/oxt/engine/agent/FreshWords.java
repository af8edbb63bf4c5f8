package oxt.engine.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import oxt.engine.Agent;

/** What makes a copied guest another one, in the words of the agent's talk. */
final class FreshWords {
    private static final int SEED_BYTES = 32;
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FreshWords() {}

    /** Bytes in octal as printf takes them, the host's name, the machine's id. */
    static String of(Agent.Identity identity) {
        byte[] seed = new byte[SEED_BYTES];
        RANDOM.nextBytes(seed);
        return bytes(identity, seed) + " " + identity.host() + " " + identity.machine();
    }

    /** A struct timespec, and a struct rand_pool_info with its seed (random(4)). */
    private static String bytes(Agent.Identity identity, byte[] seed) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + seed.length).order(ByteOrder.LITTLE_ENDIAN);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, identity.now());
        bytes.putLong(micros / MICROS_A_SECOND).putLong(micros % MICROS_A_SECOND * 1000);
        bytes.putInt(8 * seed.length).putInt(seed.length).put(seed);
        StringBuilder octal = new StringBuilder();
        for (byte each : bytes.array()) {
            octal.append("\\%03o".formatted(each & 0xff));
        }
        return octal.toString();
    }
}
