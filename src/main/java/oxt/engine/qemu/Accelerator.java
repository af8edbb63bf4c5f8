package oxt.engine.qemu;

import java.util.Locale;

/** What makes guests' processors run. */
public enum Accelerator {
    /** The host's own processors, by the kernel. */
    KVM("kvm", "host"),
    /**
     * Translation in software. Of the processors that QEMU translates this one is new enough for
     * what distributions are built for (x86-64-v2) and has nothing that is slow to translate.
     */
    TCG("tcg,thread=multi,tb-size=256", "Nehalem");

    private final String option;
    private final String processor;

    Accelerator(String option, String processor) {
        this.option = option;
        this.processor = processor;
    }

    /** As written behind {@code -accel}. */
    String option() {
        return option;
    }

    /** As written behind {@code -cpu}. */
    String processor() {
        return processor;
    }

    static Accelerator of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
