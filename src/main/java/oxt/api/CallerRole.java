package oxt.api;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a caller of the API may do; each includes the one before.
 *
 * <p>A face that serves several people says with each request for whom it asks and what that person
 * may do; the daemon holds it to that, and never gives more than the caller's own.
 */
public enum CallerRole {
    /** See what there is, and what happens. */
    VIEW,
    /** Start, stop and type: what a VM does, not what it is. */
    OPERATE,
    /** Everything with VMs. */
    ADMINISTER,
    /**
     * What is the host's own, as secrets that its boot opens: for root and the user that the daemon
     * runs as, and for nobody who asks through a face.
     */
    OWN;

    /** Of the header that lowers the caller's role for one request. */
    public static final String HEADER = "Oxt-Role";

    /** Of the header that names the person who is behind the request. */
    public static final String PERSON_HEADER = "Oxt-Person";

    public String word() {
        return Scalars.word(this);
    }

    public static Optional<CallerRole> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** Of somebody who asks through a face. */
    public static Optional<CallerRole> ofPerson(String word) {
        return of(word).filter(ADMINISTER::includes);
    }

    public boolean includes(CallerRole least) {
        return compareTo(least) >= 0;
    }

    public CallerRole orLess(CallerRole other) {
        return other.includes(this) ? this : other;
    }
}
