package oxt.engine;

import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import oxt.model.Disk;
import oxt.model.VmId;
import oxt.plan.NetworkPlanner;
import oxt.seat.rfb.Picture;

/** What can be seen and typed of a running VM, past its power. */
public interface Views {

    /** The screen as a PNG picture. */
    byte[] screenshot(VmId vm) throws EngineException, InterruptedException;

    /** The screen as it is; nothing where no way to it is quicker than to join it. */
    Optional<Picture> still(VmId vm) throws EngineException, InterruptedException;

    /** The latest of what the VM has written on its serial console. */
    byte[] consoleLog(VmId vm) throws EngineException;

    /** Joins the serial console; what the VM writes from now on, and what is typed into it. */
    Console console(VmId vm) throws EngineException;

    /**
     * Joins the screen: what a viewer and it say to each other, in the protocol of remote frame
     * buffers (RFC 6143). Whoever joins closes it.
     */
    ByteChannel screen(VmId vm) throws EngineException;

    /** The file of a disk of its own, of a VM that is off. */
    Path disk(VmId vm, Disk disk) throws EngineException;

    /** The file of UEFI's variables, where the VM has any. */
    Optional<Path> variables(VmId vm) throws EngineException;

    /** What a network driver domain last said that it serves. */
    NetworkPlanner.Applied network(VmId vm) throws EngineException;

    /** The agent in a VM's guest, which may not be there or not answer. */
    Agent agent(VmId vm) throws EngineException;

    /** One person's hold on a VM's serial console. */
    interface Console extends AutoCloseable {

        /** The next bytes; an empty array when none came in time; nothing when the VM is gone. */
        Optional<byte[]> read(Duration patience) throws InterruptedException;

        void write(byte[] typed) throws EngineException;

        @Override
        void close();
    }
}
