package oxt.engine.qemu;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.engine.files.ConsoleLog;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Layout;
import oxt.engine.files.Screens;
import oxt.engine.files.VmUsers;
import oxt.model.Disk;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.VmId;
import oxt.plan.NetworkPlanner;
import oxt.seat.rfb.Picture;

/** Screens by QEMU's own pictures, consoles by the serial line that the daemon holds. */
final class QemuViews implements Views {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An uncompressed picture of 4096 by 2160 has 35 MB. */
    private static final int LARGEST_PICTURE = 64 << 20;

    private final Layout layout;
    private final VmUsers users;
    private final Machines machines;
    private final Contacts contacts;

    QemuViews(Layout layout, VmUsers users, Machines machines, Contacts contacts) {
        this.layout = layout;
        this.users = users;
        this.machines = machines;
        this.contacts = contacts;
    }

    @Override
    public byte[] screenshot(VmId vm) throws EngineException, InterruptedException {
        return dump(vm, "png", LARGEST_PICTURE);
    }

    /** QEMU shows a new viewer nothing for 80 ms; of this it needs ten. */
    @Override
    public Optional<Picture> still(VmId vm) throws EngineException, InterruptedException {
        return Picture.ofPpm(dump(vm, "ppm", Picture.MOST_PPM_BYTES));
    }

    private byte[] dump(VmId vm, String format, int mostBytes)
            throws EngineException, InterruptedException {
        try {
            Contact contact = withDisplay(vm);
            // QEMU may write to this one file and make no other.
            Path picture = Files.createTempFile(layout.sockets(vm), "screen", "." + format);
            try {
                users.give(picture, vm);
                JsonObject arguments = new JsonObject();
                arguments.addProperty("filename", picture.toString());
                arguments.addProperty("format", format);
                contact.qmp().call("screendump", arguments, PATIENCE);
                return read(picture, mostBytes);
            } finally {
                Files.deleteIfExists(picture);
            }
        } catch (IOException e) {
            throw HostFiles.problem(e);
        }
    }

    @Override
    public byte[] consoleLog(VmId vm) throws EngineException {
        try {
            return new ConsoleLog(layout.log(vm)).read();
        } catch (IOException e) {
            throw HostFiles.problem(e);
        }
    }

    @Override
    public Console console(VmId vm) throws EngineException {
        try {
            return machines.contact(vm).serial().join();
        } catch (IOException e) {
            throw HostFiles.problem(e);
        } catch (InterruptedException e) {
            throw HostFiles.interrupted(e);
        }
    }

    @Override
    public ByteChannel screen(VmId vm) throws EngineException {
        try {
            Contact _ = withDisplay(vm);
            return SocketChannel.open(UnixDomainSocketAddress.of(layout.vnc(vm)));
        } catch (IOException e) {
            throw HostFiles.problem(e);
        } catch (InterruptedException e) {
            throw HostFiles.interrupted(e);
        }
    }

    private Contact withDisplay(VmId vm) throws IOException, EngineException, InterruptedException {
        Contact contact = machines.contact(vm);
        Screens.require(contact.launched());
        return contact;
    }

    @Override
    public Path disk(VmId vm, Disk disk) throws EngineException {
        return DiskFiles.require(layout, vm, disk);
    }

    @Override
    public Optional<Path> variables(VmId vm) {
        return Optional.of(layout.variables(vm)).filter(Files::isRegularFile);
    }

    @Override
    public NetworkPlanner.Applied network(VmId vm) throws EngineException {
        try {
            return contacts.look(vm) instanceof Presence.Reached(var contact)
                            && contact.launched().role() == Role.NETWORK
                    ? contacts.agent(contact).applied()
                    : new NetworkPlanner.Applied.Silent();
        } catch (IOException e) {
            throw HostFiles.problem(e);
        } catch (InterruptedException e) {
            throw HostFiles.interrupted(e);
        }
    }

    @Override
    public Agent agent(VmId vm) throws EngineException {
        try {
            Contact contact = machines.contact(vm);
            if (contact.launched().role() != Role.USER) {
                throw new EngineException(
                        new Problem.Conflict(
                                "vm-takes-no-commands",
                                "VM "
                                        + contact.launched().name()
                                        + " is a driver domain: it takes its configuration and"
                                        + " nothing else.",
                                "Use its console: oxt vm console " + contact.launched().name()));
            }
            return contacts.guest(contact);
        } catch (IOException e) {
            throw HostFiles.problem(e);
        } catch (InterruptedException e) {
            throw HostFiles.interrupted(e);
        }
    }

    private static byte[] read(Path picture, int mostBytes) throws IOException {
        // The process can write to it while we read.
        try (InputStream bytes = Files.newInputStream(picture)) {
            byte[] read = bytes.readNBytes(mostBytes + 1);
            if (read.length > mostBytes) {
                throw new IOException("a picture of more than " + mostBytes + " bytes");
            }
            return read;
        }
    }
}
