package oxt.engine.qemu;

import oxt.engine.files.SerialLine;
import oxt.host.ProcessIdentity;
import oxt.model.Vm;

/**
 * The daemon's hold on the process of one VM that runs.
 *
 * @param launched what the machine was made with; its disks and NICs may be others by now
 * @param devices what is plugged into it
 */
record Contact(Vm launched, ProcessIdentity process, Qmp qmp, SerialLine serial, Devices devices)
        implements AutoCloseable {

    boolean isOpen() {
        return qmp.isOpen() && serial.isOpen();
    }

    /** Lets go; the process goes on. */
    @Override
    public void close() {
        qmp.close();
        serial.close();
    }
}
