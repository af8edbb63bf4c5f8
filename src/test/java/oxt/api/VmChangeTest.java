package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.Reading;
import oxt.model.Vm;

class VmChangeTest {

    @Test
    void settings_are_changed_by_their_paths() {
        Golden.check("vm-changes.txt", all(CHANGES));
    }

    @Test
    void a_setting_that_there_is_not_is_refused_with_the_nearest_one() {
        Golden.check("vm-change-refusals.txt", all(REFUSED));
    }

    @Test
    void what_is_taken_away_has_its_default_again() {
        Vm vm = VmDocumentTest.good("{name: work, memory: 1GiB, disks: [{name: x, blank: 1MiB}]}");
        List<SettingChange> changes =
                List.of(
                        new SettingChange(List.of("memory"), ""),
                        new SettingChange(List.of("disks", "x"), ""));
        assertEquals(
                VmDocumentTest.good("name: work"),
                VmDocument.change(VmDocument.write(vm), changes)
                        .then(document -> VmDocument.read(document, vm.id()))
                        .orThrow());
    }

    private static String all(List<String> cases) {
        StringBuilder all = new StringBuilder();
        for (String words : cases) {
            all.append("--- oxt vm set work ").append(words).append("\n");
            all.append(changed(words));
        }
        return all.toString();
    }

    /** The changed VM's difference to the old one, or what is wrong. */
    private static String changed(String words) {
        Vm vm = VmDocumentTest.good(VmDocumentTest.FULL);
        List<SettingChange> changes = new ArrayList<>();
        for (String word : words.split(" (?=[a-z.]+=)", -1)) {
            switch (SettingChange.parse(word)) {
                case Reading.Good<SettingChange>(var change) -> changes.add(change);
                case Reading.Bad<SettingChange>(var problems) -> {
                    return Written.of(problems);
                }
            }
        }
        return switch (VmDocument.change(VmDocument.write(vm), changes)) {
            case Reading.Bad<Node.Mapping>(var problems) -> Written.of(problems);
            case Reading.Good<Node.Mapping>(var document) ->
                    switch (VmDocument.read(document, vm.id())) {
                        case Reading.Bad<Vm>(var problems) -> Written.of(problems);
                        case Reading.Good<Vm>(var changed) -> difference(vm, changed);
                    };
        };
    }

    private static String difference(Vm before, Vm after) {
        List<String> old = new ArrayList<>(lines(before));
        List<String> now = new ArrayList<>(lines(after));
        lines(before).stream().filter(now::remove).forEach(old::remove);
        StringBuilder difference = new StringBuilder();
        old.forEach(line -> difference.append("- ").append(line).append("\n"));
        now.forEach(line -> difference.append("+ ").append(line).append("\n"));
        return difference.toString();
    }

    private static List<String> lines(Vm vm) {
        return Yaml.write(VmDocument.write(vm)).lines().toList();
    }

    private static final List<String> CHANGES =
            List.of(
                    "memory=1GiB",
                    "memory=1GiB processors=4 display=off",
                    "disks.data.mode=fresh disks.data.format=raw",
                    "disks.more.blank=2GiB",
                    "disks.more={blank: 2GiB, mode: fresh}",
                    "disks.tools= nics=[]",
                    "boot.command-line=console=ttyS0 quiet",
                    "boot.command-line=123",
                    "boot.firmware=bios",
                    "boot={firmware: uefi}",
                    "nics.lan.backend=net2 nics.lan.mac=",
                    "nics.lan.firewall.rules.1.ports=8000-8100",
                    "nics.lan.firewall.rules.5={verdict: allow, to: {vm: personal}}",
                    "nics.lan.firewall.rules.1.to.vm=other",
                    "nics.lan.firewall=",
                    "autostart=off",
                    "autostart.order=7",
                    "role=network uplink.user.host=allowed");

    private static final List<String> REFUSED =
            List.of(
                    "memory",
                    "=5",
                    "memroy=1GiB dsks.data.mode=fresh",
                    "memory.size=1GiB",
                    "memory=5",
                    "disks.data.mod=fresh",
                    "disks.nothing=",
                    "boot.firmware=efi",
                    "boot.kernel=x",
                    "nics.lan.firewall.rules.7.ports=1",
                    "nics.lan.firewall.rules.x.ports=1",
                    "name=Work",
                    "display=true",
                    "disks.data.image=minimal");
}
