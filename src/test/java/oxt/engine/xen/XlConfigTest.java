package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.api.VmDocument;
import oxt.api.Yaml;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.golden.Golden;
import oxt.made.Vms;
import oxt.model.ImageName;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;

class XlConfigTest {
    private static final XenVersion DEBIAN_13 = new XenVersion(4, 20);
    private static final Layout LAYOUT = new Layout(Path.of("/var/lib/oxt"), Path.of("/run/oxt"));
    private static final Path IMAGES = Path.of("/var/lib/oxt/images");

    @Test
    void a_pv_guest_has_a_kernel_and_xens_console() {
        golden("pv", "{name: work, nics: [], display: off, xen: {type: pv}}");
    }

    @Test
    void a_vm_that_says_nothing_of_xen_is_a_pvh_guest() {
        golden("pvh", "{name: work, display: off}");
    }

    @Test
    void a_screen_is_a_socket_and_no_port() {
        golden("pvh-screen", "{name: work, nics: []}");
        golden("hvm-screen", "{name: work, nics: [], xen: {type: hvm}}");
    }

    @Test
    void a_vm_that_boots_by_bios_is_an_hvm_guest() {
        golden(
                "hvm-bios",
                """
                name: work
                processors: 2
                display: off
                boot: {firmware: bios}
                disks:
                  - {name: root, image: minimal}
                  - {name: raw, blank: 16MiB, format: raw}
                  - {name: scratch, blank: 16MiB, mode: fresh}
                  - {name: tools, image: minimal, mode: read-only}
                """);
    }

    @Test
    void a_vm_that_boots_by_uefi_is_an_hvm_guest() {
        golden(
                "hvm-uefi",
                "{name: work, display: off, boot: {firmware: uefi},"
                        + " disks: [{name: root, blank: 8GiB}]}");
    }

    @Test
    void a_driver_domain_without_hardware_is_a_pvh_guest() {
        golden("net-pvh", "{name: net, template: network, uplink: none}");
    }

    @Test
    void a_driver_domain_with_a_card_is_an_hvm_guest() {
        golden(
                "net-hvm",
                "{name: net, template: network, uplink: {pci: '0000:00:03.0'},"
                        + " pci: [{address: '0000:00:04.0', permissive: on}]}");
    }

    @Test
    void a_storage_driver_domain_and_its_client() {
        golden("store", "{name: store, template: network, role: storage, pci: ['0000:00:04.0']}");
        golden(
                "store-client",
                """
                name: work
                display: off
                nics: []
                disks:
                  - {name: archive, backend: store, device: /dev/vg0/archive}
                  - {name: tools, backend: store, device: /dev/xvdb, mode: read-only}
                """);
    }

    @Test
    void every_setting_is_said_in_xls_words() {
        golden(
                "settings",
                """
                name: windows
                memory: 4GiB
                processors: 4
                display: off
                boot: {firmware: uefi}
                disks: [{name: root, blank: 64GiB}]
                nics:
                  - {name: lan, backend: net, spare: net2, mac: "02:9c:11:d0:4e:77"}
                  - {name: out, backend: net2, mac: "02:9c:11:d0:4e:78"}
                xen:
                  type: hvm
                  max-grant-version: 1
                  viridian: [base, time-ref-count, reference-tsc]
                  nested-hvm: on
                  label: system_u:system_r:domU_t
                  acpi-tables: [msdm, slic.bin]
                  smbios-tables: [type11]
                  timer-mode: one-missed-tick-pending
                  cpuid: host,avx2=0,x2apic=0
                  argo: on
                  device-model: stubdomain
                """);
    }

    @Test
    void a_nic_is_not_there_for_xl_would_wait_for_its_driver_domain() {
        Vm vm = vm("{name: work, display: off}");
        assertEquals(1, vm.nics().size());
        assertFalse(text(vm, around(vm, DEBIAN_13)).contains("vif"));
    }

    @Test
    void a_setting_that_this_xen_is_too_old_for_is_refused_with_the_version() {
        Vm vm =
                vm(
                        "{name: work, xen: {type: hvm, max-grant-version: 1,"
                                + " viridian: [base, stimer, cpu-hotplug]}}");
        var bad =
                assertInstanceOf(
                        Reading.Bad.class, XlConfig.of(vm, around(vm, new XenVersion(4, 14))));
        assertEquals(2, bad.problems().size());
        String what = bad.problems().toString();
        assertTrue(what.contains("max-grant-version, which Xen knows from 4.16 on"), what);
        assertTrue(what.contains("group cpu-hotplug of xen.viridian"), what);
        assertTrue(what.contains("this host runs 4.14"), what);
    }

    @Test
    void a_command_line_can_hold_quotes_and_adds_no_key() {
        for (String hostile :
                List.of("a'b", "a\"b", "a\"\\'b", "\\", "x\" kernel=\"/etc/shadow", "# \\\\\" #")) {
            Vm vm = vm("{name: work, display: off, nics: []}");
            var boot = new oxt.model.Boot.DirectKernel(Vms.MINIMAL, hostile);
            Vm changed = Vms.changed(vm, vm.memory(), boot, List.of(), Vms.NET);
            String text = text(changed, around(changed, DEBIAN_13));
            Map<String, String> read = XlReader.read(text);
            assertEquals(
                    "console=ttyS0 quiet console=hvc0 oxt.name=work " + hostile,
                    read.get("cmdline"));
            assertEquals(XlReader.read(text(vm, around(vm, DEBIAN_13))).keySet(), read.keySet());
        }
    }

    @Test
    void a_path_with_a_comma_or_a_line_is_refused() {
        for (String folder : List.of("/var/lib/o,access=rw", "/var/lib/o\nname = 1", "/a b")) {
            Vm vm = vm("{name: work, display: off, nics: [], disks: [{name: d, blank: 1GiB}]}");
            XlConfig.Surroundings around = around(vm, DEBIAN_13);
            var elsewhere =
                    new XlConfig.Surroundings(
                            around.xen(),
                            new Layout(Path.of(folder), Path.of("/run/oxt")),
                            around.images(),
                            Map.of(),
                            Optional.empty(),
                            Optional.empty());
            assertThrows(IllegalArgumentException.class, () -> XlConfig.of(vm, elsewhere));
        }
    }

    @Test
    void versions_are_compared_by_number() {
        assertEquals(Optional.of(new XenVersion(4, 20)), XenVersion.parse("4.20.3-pre"));
        assertEquals(Optional.of(new XenVersion(4, 9)), XenVersion.parse("4.9"));
        assertEquals(Optional.empty(), XenVersion.parse("unknown"));
        assertTrue(new XenVersion(4, 20).has(new XenVersion(4, 9)));
        assertFalse(new XenVersion(4, 9).has(new XenVersion(4, 10)));
    }

    private static void golden(String name, String document) {
        Vm vm = vm(document);
        Golden.check("xen/" + name + ".cfg", text(vm, around(vm, DEBIAN_13)));
    }

    private static String text(Vm vm, XlConfig.Surroundings around) {
        return XlConfig.of(vm, around).orThrow();
    }

    private static Vm vm(String document) {
        return VmDocument.read(Yaml.read(document).orThrow(), new VmId(new UUID(0, 1))).orThrow();
    }

    private static XlConfig.Surroundings around(Vm vm, XenVersion xen) {
        Path run = LAYOUT.runFolder(vm.id());
        return new XlConfig.Surroundings(
                xen,
                LAYOUT,
                Map.of(Vms.MINIMAL, image("minimal"), new ImageName("network"), image("network")),
                vm.role() == oxt.model.Role.NETWORK
                        ? Map.of("oxt.network", run.resolve("network"))
                        : Map.of(),
                Optional.of(run.resolve("acpi-tables"))
                        .filter(_ -> !vm.xen().acpiTables().isEmpty()),
                Optional.of(run.resolve("smbios-tables"))
                        .filter(_ -> !vm.xen().smbiosTables().isEmpty()));
    }

    private static Images.Files image(String name) {
        Path folder = IMAGES.resolve(name + "@763f96f2e3bf");
        return new Images.Files(
                Optional.of(folder.resolve("vmlinuz")),
                Optional.of(folder.resolve("initramfs")),
                Optional.of(folder.resolve("disk.raw")),
                "console=ttyS0 quiet");
    }
}
