package oxt.engine.xen;

/**
 * Which programs and files that Xen works with are on this machine, and what they can do.
 *
 * @param tpm whether the device model can emulate one
 * @param uefi whether there is firmware of that kind that guests could start with
 * @param stubDomain whether Xen's folder has the small domain that a device model runs in
 */
record XenParts(
        boolean deviceModel, boolean tpm, boolean uefi, boolean stubDomain, boolean qemuImg) {}
