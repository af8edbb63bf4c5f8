package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Place;
import oxt.model.Reading;
import oxt.model.Template;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;

class VmDocumentTest {
    private static final VmId ID = new VmId(new UUID(1, 2));

    @Test
    void a_name_is_enough() {
        assertEquals(
                VmDefaults.of(Template.DESKTOP, new VmName("work")).vm(ID), good("name: work"));
        assertEquals(
                VmDefaults.of(Template.NETWORK, new VmName("net")).vm(ID),
                good("{name: net, template: network}"));
    }

    @Test
    void every_setting_is_read_and_written() {
        Vm vm = good(FULL);
        Golden.check("vm-full.yaml", Yaml.write(VmDocument.write(vm)));
        Golden.check("vm-full.json", Json.writePretty(VmDocument.write(vm)));
        Golden.check("vm-xen.yaml", Yaml.write(VmDocument.write(good(XEN))));
    }

    @Test
    void what_is_written_is_the_same_vm() {
        for (String document : GOOD) {
            Vm vm = good(document);
            assertEquals(vm, VmDocument.read(VmDocument.write(vm), ID).orThrow());
            assertEquals(vm, good(Yaml.write(VmDocument.write(vm))));
            assertEquals(vm, good(Json.write(VmDocument.write(vm))));
        }
    }

    @Test
    void an_address_that_nobody_gave_is_derived_and_not_written() {
        Vm vm = good("name: work");
        assertEquals(
                MacAddress.derived(ID, vm.nics().getFirst().name(), LinkEnd.CLIENT),
                vm.nics().getFirst().mac());
        assertEquals(-1, Json.write(VmDocument.write(vm)).indexOf("mac"));
    }

    @Test
    void every_problem_is_told_at_once() {
        Golden.check("vm-many-problems.txt", Written.of(VmDocument.read(yaml(MANY), ID)));
    }

    @Test
    void each_refusal_names_its_object_and_a_remedy() {
        StringBuilder all = new StringBuilder();
        for (String document : BAD) {
            all.append("--- ").append(document.replace("\n", "\n    ")).append("\n");
            all.append(Written.of(VmDocument.read(yaml(document), ID)));
        }
        Golden.check("vm-refusals.txt", all.toString());
    }

    @Test
    void a_json_request_has_pointers_as_places() {
        Node node =
                Json.read("{\"name\":\"a\",\"disks\":[{\"name\":\"d\"}]}", Bounds.REQUEST)
                        .orThrow();
        Reading.Bad<Vm> bad = (Reading.Bad<Vm>) VmDocument.read(node, ID);
        assertEquals(
                Place.Pointer.ROOT.key("disks").item(0),
                ((oxt.model.Problem.Invalid) bad.problems().getFirst()).place());
    }

    static Vm good(String document) {
        return switch (VmDocument.read(yaml(document), ID)) {
            case Reading.Good<Vm>(var vm) -> vm;
            case Reading.Bad<Vm> bad -> throw new AssertionError(Written.of(bad));
        };
    }

    private static Node yaml(String document) {
        return Yaml.read(document).orThrow();
    }

    static final String FULL =
            """
            name: work
            template: desktop
            role: user
            memory: 512MiB
            processors: 2
            boot:
              firmware: direct-kernel
              image: minimal
              command-line: "quiet loglevel=3"
            disks:
              - name: data
                blank: 1GiB
                format: qcow2
                mode: persistent
              - {name: tools, image: minimal, format: raw, mode: read-only}
              - {name: scratch, blank: 64MiB, mode: fresh}
            nics:
              - name: lan
                backend: net
                mac: 02:9c:11:d0:4e:77
                firewall:
                  outgoing: refuse
                  rules:
                    - {verdict: allow, protocol: tcp, to: 10.0.0.0/8, ports: 443}
                    - {verdict: allow, protocol: tcp, to: {vm: personal}, ports: 22}
                    - {verdict: refuse, protocol: udp, ports: 8000-8100}
                    - {verdict: refuse, to: 192.168.1.1}
            display: on
            autostart: {order: 10}
            uplink: none
            """;

    static final String XEN =
            """
            name: windows
            boot: {firmware: uefi}
            disks:
              - {name: root, blank: 8GiB}
              - {name: archive, backend: store, device: /dev/vg0/archive, mode: read-only}
            nics:
              - {name: lan, backend: net, spare: net2}
            pci:
              - "0000:01:00.0"
              - {address: "0000:01:00.1", permissive: on, host-network: given-up}
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
            """;

    static final List<String> GOOD =
            List.of(
                    FULL,
                    XEN,
                    "{name: net, template: network, uplink: {pci: '0000:00:03.0'}}",
                    "{name: net, template: network, uplink: {pci: {address: '0000:00:03.0',"
                            + " host-network: given-up}}}",
                    "{name: store, template: network, role: storage, pci: ['0000:00:04.0']}",
                    "{name: a, disks: [{name: d, backend: s, device: /dev/xvdb, format: raw}]}",
                    "{name: a, xen: {}}",
                    "{name: a, measured: {}}",
                    "{name: a, measured: {kernel: 'sha256:"
                            + "0".repeat(64)
                            + "', disks: [{name: d, digest: 'sha256:"
                            + "f".repeat(64)
                            + "'}]}}",
                    "{name: a, xen: {type: pv, cpuid: host}}",
                    "{name: a, xen: {type: pvh, timer-mode: no-delay-for-missed-ticks}}",
                    "{name: a, pci: ['0000:00:05.0'], xen: {type: pv}}",
                    "{name: a, xen: {type: hvm, viridian: [defaults, crash-ctl]}}",
                    "name: a",
                    "{name: net, template: network, uplink: {user: {host: allowed}}}",
                    "{name: net, template: network, uplink: user, autostart: off}",
                    "{name: net, template: network, uplink: none}",
                    "{name: net, template: network, role: user}",
                    "{name: net, role: network, uplink: user, nics: []}",
                    "{name: a, boot: {firmware: bios}, disks: [{name: d, image: debian}]}",
                    "{name: a, boot: {firmware: uefi}, disks: [{name: d, blank: 3GiB}]}",
                    "{name: a, nics: [], display: off, memory: 64MiB, processors: 64}");

    private static final String MANY =
            """
            nmae: work
            templat: desktop
            memory: 5
            processors: 0
            boot:
              firmware: bios
              image: minimal
            disks:
              - name: data
                blank: 1GB
                mode: frsh
              - name: root
                blank: 1GiB
              - name: root
                image: minimal
            nics:
              - name: lan
                backend: Net
                mac: 01:00:00:00:00:00
                firewall:
                  rules:
                    - {verdict: alow, to: 10.0.0.1/8}
                    - {verdict: allow, ports: 22}
            display: true
            autostart:
            uplink: user
            """;

    static final List<String> BAD =
            List.of(
                    "work",
                    "[]",
                    "{}",
                    "name: 5",
                    "name: true",
                    "name: Work",
                    "{name: a, zzz: 1}",
                    "{name: a, measured: on}",
                    "{name: a, measured: {kernel: abc, initrd: x}}",
                    "{name: a, measured: {disks: [{name: d}, {name: d}]}}",
                    "{name: a, memory: 512}",
                    "{name: a, memory: 512MB}",
                    "{name: a, memory: 5TiB, processors: 65}",
                    "{name: a, memory: 99999TiB}",
                    "{name: a, memory: 65537KiB}",
                    "{name: a, processors: 1.5}",
                    "{name: a, processors: two}",
                    "{name: a, processors: 99999999999999999999}",
                    "{name: a, boot: bios}",
                    "{name: a, boot: {image: minimal}}",
                    "{name: a, boot: {firmware: efi}}",
                    "{name: a, boot: {firmware: direct-kernel}}",
                    "{name: a, boot: {firmware: bios}}",
                    "{name: a, boot: {firmware: uefi, command-line: quiet, imag: b}}",
                    "{name: a, boot: {firmware: direct-kernel, image: b, command-line: é}}",
                    "{name: a, disks: {}}",
                    "{name: a, disks: [{name: d}]}",
                    "{name: a, disks: [{name: d, blank: 1GiB, image: b}]}",
                    "{name: a, disks: [{name: d, blank: 1048577B}]}",
                    "{name: a, disks: [{name: d, blank: 1KiB}]}",
                    "{name: a, disks: [{name: d, blank: 1GiB, mode: false}]}",
                    "name: a\ndisks:\n- {name: d, blank: 1GiB}\n- {name: d, image: b}",
                    "{name: a, nics: [{name: n, backend: a}]}",
                    "{name: net}",
                    "name: a\nnics:\n- {name: n, backend: b}\n- {name: n, backend: c}",
                    "{name: a, nics: [{name: n, backend: b, firewall: {outgoing: yes}}]}",
                    "{name: a, nics: [{name: n, backend: b, firewall: {rules:"
                            + " [{verdict: allow, to: {vm: B}, protocol: icmp, ports: 1-2}]}}]}",
                    "{name: a, nics: [{name: n, backend: b, firewall: {rules:"
                            + " [{verdict: allow, protocol: tcp, ports: 90-80}]}}]}",
                    "{name: a, display: false}",
                    "{name: a, autostart: on}",
                    "{name: a, autostart: false}",
                    "{name: a, autostart: {order: 1000}}",
                    "{name: a, uplink: user}",
                    "{name: a, uplink: {user: {host: allowed}}}",
                    "{name: a, template: network, uplink: {usr: {}}}",
                    "{name: a, template: netwrok}",
                    "{name: net, template: network, uplink: {}}",
                    "{name: net, template: network, uplink: {user: {}, pci: '0000:00:03.0'}}",
                    "{name: net, template: network, uplink: {pci: '00:03.0'}}",
                    "{name: net, template: network, pci: ['0000:00:03.0'],"
                            + " uplink: {pci: '0000:00:03.0'}}",
                    "{name: a, pci: ['0000:00:03.8']}",
                    "{name: a, pci: [{permissive: on}]}",
                    "{name: a, pci: ['0000:00:03.0', {address: '0000:00:03.0'}]}",
                    "{name: a, pci: ['0000:00:03.0'], xen: {type: pvh}}",
                    "{name: a, nics: [{name: n, backend: b, spare: b}]}",
                    "{name: a, nics: [{name: n, backend: b, spare: a}]}",
                    "{name: a, disks: [{name: d, backend: s}]}",
                    "{name: a, disks: [{name: d, device: /dev/xvdb}]}",
                    "{name: a, disks: [{name: d, backend: s, device: /dev/../etc/shadow}]}",
                    "{name: a, disks: [{name: d, backend: s, device: /etc/shadow}]}",
                    "{name: a, disks: [{name: d, backend: s, device: \"/dev/xvdb,rw\"}]}",
                    "{name: a, disks: [{name: d, backend: a, device: /dev/xvdb}]}",
                    "{name: a, disks: [{name: d, backend: s, device: /dev/xvdb, blank: 1GiB}]}",
                    "{name: a, disks: [{name: d, backend: s, device: /dev/xvdb, mode: fresh}]}",
                    "{name: a, disks: [{name: d, backend: s, device: /dev/xvdb, format: qcow2}]}",
                    "{name: a, xen: {type: hvn}}",
                    "{name: a, xen: {typ: hvm}}",
                    "{name: a, xen: {max-grant-version: 3}}",
                    "{name: a, xen: {nested-hvm: true}}",
                    "{name: a, xen: {viridian: [base], type: pv, nested-hvm: on}}",
                    "{name: a, xen: {acpi-tables: [msdm], smbios-tables: [t],"
                            + " device-model: stubdomain}}",
                    "{name: a, xen: {type: hvm, acpi-tables: [../shadow]}}",
                    "{name: a, xen: {type: hvm, viridian: [stimer]}}",
                    "{name: a, xen: {type: hvm, viridian: [base, base]}}",
                    "{name: a, xen: {type: hvm, viridian: [time_ref_count]}}",
                    "{name: a, xen: {type: pv, timer-mode: delay-for-missed-ticks}}",
                    "{name: a, xen: {label: root}}",
                    "{name: a, xen: {cpuid: \"host\\nkernel=1\"}}",
                    "{name: a, boot: {firmware: bios}, disks: [{name: d, blank: 1GiB}],"
                            + " xen: {type: pvh}}");
}
