package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.api.Finding;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

class XenFindingsTest {
    @Test
    void a_xen_that_can_everything_is_well() {
        assertEquals(List.of(), XenFindings.lacks(Abilities.all("xen")));
    }

    @Test
    void what_this_xen_was_built_without_is_said_with_the_remedy() {
        Abilities abilities =
                Abilities.all("xen")
                        .with(
                                Feature.OfXen.ARGO,
                                new Ability.Unable(
                                        "this Xen was built without Argo (CONFIG_ARGO)",
                                        "Install one that was."));
        assertEquals(
                List.of(
                        new Finding(
                                "engine",
                                Finding.Verdict.WARNING,
                                "No Argo: this Xen was built without Argo (CONFIG_ARGO).",
                                "Install one that was.")),
                XenFindings.lacks(abilities));
    }

    @Test
    void what_lacks_for_one_reason_is_one_finding() {
        Ability.Unable unable = new Ability.Unable("there is no IOMMU", "Switch it on.");
        Abilities abilities =
                Abilities.all("xen")
                        .with(Feature.Hardware.PCI_DEVICES, unable)
                        .with(Feature.Hardware.UPLINK_PCI, unable);
        assertEquals(
                List.of("No PCI uplink, no PCI devices: there is no IOMMU."),
                XenFindings.lacks(abilities).stream().map(Finding::what).toList());
    }
}
