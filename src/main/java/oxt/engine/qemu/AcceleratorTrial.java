package oxt.engine.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oxt.engine.EngineException;

/**
 * Runs a guest of 64 KiB under KVM before KVM is believed.
 *
 * <p>There are machines whose KVM opens, runs firmware and then seems to hang: below them is
 * another virtual machine without the processor's help, and KVM does each instruction by itself,
 * half a million in a second. A kernel would take hours. So the guest does what costs a processor
 * no time and such a KVM a minute: it counts.
 */
final class AcceleratorTrial {
    /** 20 ms on a processor, a quarter of a second in translation, 40 s one by one. */
    static final int COUNT = 20_000_000;

    /** QEMU starts in 0.1 s; the rest is for a machine with a load. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration DEATH = Duration.ofSeconds(2);
    private static final int MOST_WORDS = 500;

    /** How it went. */
    sealed interface Result {
        record Works() implements Result {}

        record TooSlow() implements Result {}

        record Failed(String words) implements Result {}
    }

    private AcceleratorTrial() {}

    static Result of(Qemu qemu, Accelerator accelerator, int count, Path folder)
            throws IOException, EngineException, InterruptedException {
        Path rom = Files.createTempFile(folder, "count", ".rom");
        Path words = Files.createTempFile(folder, "count", ".log");
        try {
            Files.write(rom, CountingRom.of(count));
            return run(command(qemu, accelerator, rom), words);
        } finally {
            Files.deleteIfExists(rom);
            Files.deleteIfExists(words);
        }
    }

    private static Result run(List<String> command, Path words)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(words.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result.TooSlow();
            }
            if (process.exitValue() == CountingRom.EXIT_CODE) {
                return new Result.Works();
            }
            String said = Files.readString(words, StandardCharsets.ISO_8859_1).strip();
            return new Result.Failed(said.substring(0, Math.min(said.length(), MOST_WORDS)));
        } finally {
            process.destroyForcibly();
            if (!process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS)) {
                System.getLogger(AcceleratorTrial.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "process "
                                        + process.pid()
                                        + ", a trial of KVM, does not end and is left behind");
            }
        }
    }

    private static List<String> command(Qemu qemu, Accelerator accelerator, Path rom) {
        return List.of(
                qemu.program().toString(),
                "-nodefaults",
                "-no-user-config",
                "-sandbox",
                "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
                "-machine",
                "q35,smm=off,sata=off,smbus=off,usb=off",
                "-accel",
                accelerator.option(),
                "-cpu",
                accelerator.processor(),
                "-m",
                "16M",
                "-display",
                "none",
                "-no-reboot",
                "-device",
                "isa-debug-exit,iosize=1,iobase=" + CountingRom.EXIT_PORT,
                "-bios",
                rom.toString());
    }
}
