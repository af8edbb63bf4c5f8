package oxt.plan;

import oxt.model.Digest;
import oxt.model.VmId;

/**
 * A booted state that disposables of a VM begin from.
 *
 * @param template the VM of which a copy was booted
 * @param made of the digest of what made the machine: document, images, engine
 * @param content of the digest of what tells whether the VM's own disks are what they were
 */
public record Origin(VmId template, String made, String content) {
    /** Enough of a digest for a file's name. */
    private static final int LENGTH = 16;

    public static Origin of(VmId template, Digest made, Digest content) {
        return new Origin(template, part(made), part(content));
    }

    private static String part(Digest digest) {
        int begin = "sha256:".length();
        return digest.text().substring(begin, begin + LENGTH);
    }

    /** For files. */
    public String shortName() {
        return made + "-" + content;
    }

    /** One that differs in nothing but what the disks held. */
    public boolean isOfSameMachine(Origin other) {
        return template.equals(other.template) && made.equals(other.made);
    }

    @Override
    public String toString() {
        return shortName() + " of " + template;
    }
}
