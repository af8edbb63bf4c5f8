package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.engine.files.Programs;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

class QemuAbilitiesTest {
    private static final Programs NONE = new Programs(List.of());

    @Test
    void without_qemu_nothing_can_be_done_and_the_package_is_named() {
        Abilities abilities = QemuAbilities.of(Optional.empty(), NONE);
        for (Feature feature : Feature.all()) {
            var unable = assertInstanceOf(Ability.Unable.class, abilities.of(feature));
            assertEquals("Run: apt-get install qemu-system-x86", unable.remedy());
        }
    }

    @Test
    void an_old_qemu_is_refused_with_its_version() {
        Qemu old = new Qemu(Path.of("/usr/bin/qemu"), 7, 1, "7.1.0");
        Abilities abilities = QemuAbilities.of(Optional.of(old), Programs.DEBIAN);
        var unable = assertInstanceOf(Ability.Unable.class, abilities.of(Feature.General.LINKS));
        assertTrue(unable.why().contains("7.1.0"), unable::why);
    }

    @Test
    void what_only_xen_has_is_refused_with_the_reason() {
        Qemu qemu = new Qemu(Path.of("/usr/bin/qemu"), 10, 0, "10.0.3");
        Abilities abilities = QemuAbilities.of(Optional.of(qemu), Programs.DEBIAN);
        for (Feature feature : Feature.OfXen.values()) {
            var unable = assertInstanceOf(Ability.Unable.class, abilities.of(feature));
            assertTrue(unable.remedy().contains("Xen"), unable::remedy);
        }
    }

    @Test
    void a_missing_program_is_named_with_its_package() {
        Qemu qemu = new Qemu(Path.of("/usr/bin/qemu"), 10, 0, "10.0.3");
        Abilities abilities = QemuAbilities.of(Optional.of(qemu), NONE);
        var unable =
                assertInstanceOf(Ability.Unable.class, abilities.of(Feature.General.DISK_QCOW2));
        assertEquals("Run: apt-get install util-linux", unable.remedy());
    }
}
