package oxt.engine.xen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.Programs;
import oxt.model.Problem;

/** This machine's Xen; what does not change while it runs is asked once. */
public final class XenHost {
    private static final Path CAPABILITIES = Path.of("/proc/xen/capabilities");

    /** Where Debian's domain builder looks for it. */
    static final Path UEFI = Path.of("/usr/share/ovmf/OVMF.fd");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Programs programs;
    private final Xl xl;
    private Optional<Hypervisor> info = Optional.empty();
    private Optional<XenBuild> build = Optional.empty();
    private Optional<Boolean> tpm = Optional.empty();

    public XenHost(Programs programs) {
        this.programs = programs;
        this.xl = new Xl(programs);
    }

    /** Whether this is a domain that may make others. */
    public static boolean isControlDomain() {
        try {
            return Files.readString(CAPABILITIES).contains("control_d");
        } catch (java.io.IOException notXen) {
            return false;
        }
    }

    /** As people write it: {@code Xen 4.20.5-pre}. */
    public String name() throws EngineException, InterruptedException {
        return "Xen " + info().version();
    }

    public String commandLine() throws EngineException, InterruptedException {
        return info().commandLine();
    }

    synchronized Hypervisor info() throws EngineException, InterruptedException {
        if (info.isEmpty()) {
            info = Optional.of(Hypervisor.of(xl.run(PATIENCE, "info")));
        }
        return info.get();
    }

    XenVersion version() throws EngineException, InterruptedException {
        String text = info().version();
        return XenVersion.parse(text)
                .orElseThrow(
                        () ->
                                new EngineException(
                                        new Problem.Failed(
                                                "xen-version-unknown",
                                                "Xen's version " + text + " makes no sense.",
                                                "Look at what it says: xl info")));
    }

    /** What the hypervisor was built with; unknown where it was built without saying so. */
    synchronized XenBuild build() throws EngineException, InterruptedException {
        if (build.isEmpty()) {
            build = Optional.of(ask());
        }
        return build.get();
    }

    private XenBuild ask() throws EngineException, InterruptedException {
        Optional<Path> hypfs = programs.find("xenhypfs");
        if (hypfs.isEmpty()) {
            return XenBuild.UNKNOWN;
        }
        Programs.Ended ended =
                Programs.attempt(
                        List.of(hypfs.get().toString(), "cat", "/buildinfo/config"), PATIENCE);
        return ended.status() == 0 ? XenBuild.of(ended.said()) : XenBuild.UNKNOWN;
    }

    /** What may be installed, or taken away, while Xen runs. */
    XenParts parts() throws EngineException, InterruptedException {
        Optional<Path> deviceModel = deviceModel();
        return new XenParts(
                deviceModel.isPresent(),
                deviceModel.isPresent() && canEmulateTpm(deviceModel.get()),
                Files.isReadable(UEFI),
                Files.isReadable(
                        Path.of("/usr/lib/xen-" + version() + "/boot/qemu-stubdom-linux-kernel")),
                programs.find("qemu-img").isPresent());
    }

    /** One that cannot does not know the option. */
    private synchronized boolean canEmulateTpm(Path deviceModel)
            throws EngineException, InterruptedException {
        if (tpm.isEmpty()) {
            Programs.Ended ended =
                    Programs.attempt(List.of(deviceModel.toString(), "-tpmdev", "help"), PATIENCE);
            tpm = Optional.of(ended.status() == 0 && ended.said().contains("emulator"));
        }
        return tpm.get();
    }

    /** Xen's own device model, where it is installed. */
    private Optional<Path> deviceModel() throws EngineException, InterruptedException {
        return List.of(
                        Path.of("/usr/libexec/xen-qemu-system-i386"),
                        Path.of("/usr/lib/xen-" + version() + "/bin/qemu-system-i386"))
                .stream()
                .filter(Files::isExecutable)
                .findFirst();
    }
}
