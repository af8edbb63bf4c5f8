package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Display;
import oxt.model.Firewall;
import oxt.model.ImageName;
import oxt.model.Measured;
import oxt.model.NicName;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.VmName;
import oxt.model.XenSettings;

/** What each template says where a VM document says nothing. */
public final class VmDefaults {
    private VmDefaults() {}

    /** A VM of this name whose document says nothing else. */
    public static VmDraft of(Template template, VmName name) {
        return switch (template) {
            case DESKTOP ->
                    new VmDraft(
                            name,
                            Role.USER,
                            template,
                            ByteSize.mebibytes(512),
                            1,
                            new Boot.DirectKernel(new ImageName("minimal"), ""),
                            List.of(),
                            List.of(lan()),
                            Display.ON,
                            new Autostart.Off(),
                            new Uplink.None(),
                            List.of(),
                            XenSettings.DEFAULT,
                            new Measured.Not());
            case NETWORK ->
                    new VmDraft(
                            name,
                            Role.NETWORK,
                            template,
                            ByteSize.mebibytes(256),
                            1,
                            new Boot.DirectKernel(new ImageName("network"), ""),
                            List.of(),
                            List.of(),
                            Display.OFF,
                            // Before the VMs whose network it is: theirs start at 10 or later.
                            new Autostart.Order(0),
                            new Uplink.User(Uplink.HostAccess.REFUSED),
                            List.of(),
                            XenSettings.DEFAULT,
                            new Measured.Not());
        };
    }

    private static NicDraft lan() {
        return new NicDraft(
                new NicName("lan"),
                new VmName("net"),
                Optional.empty(),
                new NicDraft.Mac.Derived(),
                Firewall.DEFAULT);
    }
}
