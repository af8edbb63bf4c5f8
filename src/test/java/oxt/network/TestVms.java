package oxt.network;

import java.util.List;
import java.util.UUID;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Display;
import oxt.model.Firewall;
import oxt.model.ImageName;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;

/** The VMs of these tests: small, without disks and screens. */
final class TestVms {
    static final ImageName CLIENT_IMAGE = new ImageName("minimal");
    static final ImageName NETWORK_IMAGE = new ImageName("network");
    private static final NicName LAN = new NicName("lan");

    private TestVms() {}

    static Vm driverDomain(VmName name, Uplink.HostAccess host) {
        return vm(name, Role.NETWORK, NETWORK_IMAGE, List.of(), new Uplink.User(host));
    }

    static Vm client(VmName name, VmName backend, Firewall firewall) {
        MacAddress mac = MacAddress.derived(id(name), LAN, LinkEnd.CLIENT);
        Nic nic = new Nic(LAN, backend, mac, firewall);
        return vm(name, Role.USER, CLIENT_IMAGE, List.of(nic), new Uplink.None());
    }

    static Vm alone(VmName name) {
        return vm(name, Role.USER, CLIENT_IMAGE, List.of(), new Uplink.None());
    }

    private static VmId id(VmName name) {
        return new VmId(
                new UUID(0x4000, 0x8000_0000_0000_0000L | name.text().hashCode() & 0xffff_ffffL));
    }

    private static Vm vm(VmName name, Role role, ImageName image, List<Nic> nics, Uplink uplink) {
        return new Vm(
                id(name),
                name,
                role,
                role == Role.NETWORK ? Template.NETWORK : Template.DESKTOP,
                ByteSize.mebibytes(role == Role.NETWORK ? 192 : 128),
                1,
                new Boot.DirectKernel(image, ""),
                List.of(),
                nics,
                Display.OFF,
                new Autostart.Off(),
                uplink,
                List.of(),
                XenSettings.DEFAULT);
    }
}
