package oxt.api;

import java.time.Instant;
import java.util.function.Function;
import oxt.model.ByteSize;
import oxt.model.VmId;
import oxt.model.VmName;

/** What the keys of many replies have in common. */
final class Replies {
    /** Names and words that the daemon made. */
    static final ScalarShape<String> WORD = Scalars.text(256);

    /** Sentences that the daemon made. */
    static final ScalarShape<String> SENTENCE = Scalars.text(10_000);

    static final ScalarShape<Instant> INSTANT = Scalars.instant();
    static final ScalarShape<ByteSize> SIZE =
            Scalars.size(new ByteSize(0), new ByteSize(Long.MAX_VALUE));
    static final ScalarShape<VmId> VM_ID = Scalars.pattern("a VM's id", VmId.PATTERN, VmId::parse);
    static final ScalarShape<Long> COUNT = Scalars.number(0, Long.MAX_VALUE);
    static final ScalarShape<VmName> VM_NAME = Scalars.name("a VM", VmName::new);

    /** More than this machine has processors, VMs or images. */
    static final int MOST = 100_000;

    private Replies() {}

    static <R> Key<R, String> word(String name, String description, Function<R, String> value) {
        return Key.required(name, WORD, description, value);
    }

    static <R> Key<R, String> sentence(String name, String description, Function<R, String> value) {
        return Key.required(name, SENTENCE, description, value);
    }

    static <R> Key<R, Instant> instant(
            String name, String description, Function<R, Instant> value) {
        return Key.required(name, INSTANT, description, value);
    }

    static <R> Key<R, Long> count(String name, String description, Function<R, Long> value) {
        return Key.required(name, COUNT, description, value);
    }

    static <R> RecordShape<R> reply(RecordShape<R> shape) {
        return shape.unknown(RecordShape.Unknown.IGNORED);
    }
}
