package oxt.daemon.work;

import java.util.List;
import oxt.api.RehearsalReply;
import oxt.api.SealReply;
import oxt.api.SealRow;
import oxt.trust.Pcr;
import oxt.trust.rehearsal.Instead;
import oxt.trust.tpm.Secret;

/** Secrets that the TPM gives only to a boot like the one that they were sealed in. */
public interface LaunchSecrets {

    /** By name. */
    List<SealRow> list();

    /**
     * In place of what was sealed by this name.
     *
     * @param registers empty for all that say what runs
     */
    SealReply seal(String name, Secret secret, List<Pcr> registers);

    Secret open(String name);

    /** What the next boot should measure; only shown, or sealed to besides this one. */
    RehearsalReply rehearse(String name, Instead instead, Doing doing);

    /** What was foretold beside what came; only shown, or sealed to this boot alone from now on. */
    RehearsalReply confirm(String name, Doing doing);

    enum Doing {
        SHOW,
        SEAL
    }

    /** Without the TPM. */
    Secret recover(String name, String recoveryKey);

    void remove(String name);

    /** So many random bytes. */
    Secret generated(int bytes);
}
