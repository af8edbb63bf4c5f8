package oxt.plan;

import oxt.model.Digest;
import oxt.model.VmId;

/**
 * A booted state that disposables of a VM begin from.
 *
 * @param template the VM whose guest was booted
 * @param digest of all that decides what the state is: document, images, disks, engine
 */
public record Origin(VmId template, Digest digest) {

    /** Enough of the digest for a file's name. */
    public String shortName() {
        return digest.text().substring("sha256:".length(), "sha256:".length() + 16);
    }

    @Override
    public String toString() {
        return shortName() + " of " + template;
    }
}
