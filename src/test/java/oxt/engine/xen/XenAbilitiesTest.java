package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

class XenAbilitiesTest {
    private static final XenVersion DEBIAN_13 = new XenVersion(4, 20);

    private static final String XL_INFO =
            """
            virt_caps              : pv hvm hvm_directio pv_directio hap gnttab-v1 gnttab-v2
            xen_version            : 4.20.5-pre
            xen_caps               : xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_64\s
            """;

    private static final XenParts ALL_PARTS = new XenParts(true, true, true, true, true);

    /** As Debian 13 has them, all installed. */
    private static final XenParts DEBIAN_PARTS = new XenParts(true, false, true, false, true);

    @Test
    void debian_13_and_each_thing_that_it_cannot_do_with_the_reason() {
        Abilities abilities =
                XenAbilities.of(
                        DEBIAN_13,
                        Hypervisor.of(XL_INFO),
                        XenBuild.of("CONFIG_HVM=y\n# CONFIG_XSM is not set\n"),
                        DEBIAN_PARTS);
        StringBuilder text = new StringBuilder();
        for (Feature feature : Feature.all()) {
            text.append(feature.words());
            switch (abilities.of(feature)) {
                case Ability.Able _ -> text.append('\n');
                case Ability.Unable(var why, var remedy) ->
                        text.append("\n    no: ")
                                .append(why)
                                .append("\n    ")
                                .append(remedy)
                                .append('\n');
            }
        }
        Golden.check("xen/abilities", text.toString());
    }

    @Test
    void a_xen_that_was_built_with_more_can_more() {
        Abilities abilities =
                XenAbilities.of(
                        DEBIAN_13,
                        Hypervisor.of(XL_INFO),
                        XenBuild.of("CONFIG_XSM_FLASK=y\nCONFIG_ARGO=y\n"),
                        ALL_PARTS);
        Set<Feature.OfXen> all = EnumSet.allOf(Feature.OfXen.class);
        // A matter of the device model, not of Xen.
        all.remove(Feature.OfXen.RESTRICTED_DEVICE_MODEL);
        for (Feature.OfXen setting : all) {
            assertEquals(new Ability.Able(), abilities.of(setting), setting::words);
        }
        assertEquals(Feature.NotYet.ANSWER, abilities.of(Feature.NotYet.TPM));
    }

    @Test
    void without_an_iommu_only_passing_devices_is_refused() {
        Abilities abilities =
                XenAbilities.of(
                        DEBIAN_13,
                        Hypervisor.of(XL_INFO.replace(" hvm_directio", "")),
                        XenBuild.UNKNOWN,
                        ALL_PARTS);
        for (Feature feature : Set.of(Feature.Hardware.PCI_DEVICES, Feature.Hardware.UPLINK_PCI)) {
            var unable = assertInstanceOf(Ability.Unable.class, abilities.of(feature));
            assertTrue(unable.why().contains("IOMMU"), unable::why);
            assertTrue(unable.remedy().contains("firmware"), unable::remedy);
        }
        assertEquals(new Ability.Able(), abilities.of(Feature.OfXen.HVM));
    }

    @Test
    void a_xen_that_does_not_say_what_it_was_built_with_is_not_believed_to_have_it() {
        var unable =
                assertInstanceOf(
                        Ability.Unable.class,
                        XenAbilities.of(
                                        DEBIAN_13,
                                        Hypervisor.of(XL_INFO),
                                        XenBuild.UNKNOWN,
                                        ALL_PARTS)
                                .of(Feature.OfXen.ARGO));
        assertTrue(unable.why().contains("does not say"), unable::why);
        assertTrue(unable.remedy().contains("CONFIG_ARGO=y"), unable::remedy);
    }

    @Test
    void without_a_device_model_its_package_is_named() {
        XenParts none = new XenParts(false, false, false, false, false);
        Abilities abilities =
                XenAbilities.of(DEBIAN_13, Hypervisor.of(XL_INFO), XenBuild.UNKNOWN, none);
        for (Feature feature : Set.of(Feature.General.DISK_RAW, Feature.OfXen.HVM)) {
            var unable = assertInstanceOf(Ability.Unable.class, abilities.of(feature));
            assertEquals("Run: apt-get install qemu-system-xen", unable.remedy());
        }
        assertEquals(new Ability.Able(), abilities.of(Feature.OfXen.PVH));
    }

    @Test
    void uefi_is_refused_on_the_xen_of_debian_12() {
        var unable =
                assertInstanceOf(
                        Ability.Unable.class,
                        XenAbilities.of(
                                        new XenVersion(4, 17),
                                        Hypervisor.of(XL_INFO),
                                        XenBuild.UNKNOWN,
                                        ALL_PARTS)
                                .of(Feature.General.BOOT_UEFI));
        assertTrue(unable.remedy().contains("Debian 13"), unable::remedy);
    }
}
