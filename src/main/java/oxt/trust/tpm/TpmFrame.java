package oxt.trust.tpm;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Malformed;
import oxt.trust.tpm.Authorization.InSession;
import oxt.trust.tpm.Authorization.Use;
import oxt.trust.tpm.KeyDerivation.Direction;

/**
 * A command as it goes over the bus, and its answer (part 1, 18).
 *
 * @param authorizations one for each entity that asks for one, in their order; at most one has a
 *     key
 */
public record TpmFrame<A>(TpmCommand<A> command, List<Authorization> authorizations) {
    /** Of an answer: TPM_RC_SUCCESS. */
    private static final long SUCCESS = 0;

    /** As any TPM's buffer (TPM_PT_MAX_RESPONSE_SIZE is 4096 mostly). */
    public static final int LARGEST = 8192;

    private static final int NO_SESSIONS = 0x8001;
    private static final int SESSIONS = 0x8002;
    private static final int HEADER = 10;
    private static final long PASSWORD = 0x4000_0009L;

    public TpmFrame {
        authorizations = List.copyOf(authorizations);
        if (authorizations.size() < command.head().authorizing().size()) {
            throw new IllegalArgumentException(command.head().word() + " wants to know who asks");
        }
        long withKey =
                authorizations.stream()
                        .filter(
                                one ->
                                        one instanceof InSession in
                                                && in.session().key().bytes().length() > 0)
                        .count();
        if (withKey > 1) {
            // Their HMACs would have to cover each other's nonces (part 1, 19.6.5).
            throw new IllegalArgumentException("two sessions with keys in one command");
        }
    }

    public Bytes written() {
        Bytes parameters = parameters();
        TpmWriter body = new TpmWriter();
        command.head().entities().forEach(entity -> body.u32(entity.handle()));
        if (!authorizations.isEmpty()) {
            TpmWriter area = new TpmWriter();
            authorizations.forEach(one -> write(one, parameters, area));
            Bytes written = area.written();
            body.u32(written.length()).bytes(written);
        }
        Bytes whole = body.bytes(parameters).written();
        return new TpmWriter()
                .u16(authorizations.isEmpty() ? NO_SESSIONS : SESSIONS)
                .u32(HEADER + whole.length())
                .u32(command.head().code())
                .bytes(whole)
                .written();
    }

    /** As they go over the bus. */
    private Bytes parameters() {
        TpmWriter out = new TpmWriter();
        command.parameters(out);
        Bytes clear = out.written();
        for (Authorization one : authorizations) {
            if (one instanceof InSession in && in.uses().contains(Use.DECRYPT)) {
                return ciphered(clear, in, Direction.ENCRYPT, in.nonce(), in.session().nonce());
            }
        }
        return clear;
    }

    /** The first is a TPM2B, and its length is not encrypted. */
    private static Bytes ciphered(
            Bytes parameters, InSession in, Direction direction, Bytes newer, Bytes older) {
        TpmReader reader = new TpmReader(parameters);
        Bytes first = reader.sized("the first parameter");
        Bytes changed = in.session().cipher(direction, in.secret(), newer, older, first);
        return new TpmWriter()
                .sized(changed)
                .bytes(reader.take(reader.left(), "the others"))
                .written();
    }

    private void write(Authorization authorization, Bytes parameters, TpmWriter area) {
        switch (authorization) {
            case Authorization.Password(var secret) ->
                    area.u32(PASSWORD)
                            .sized(Bytes.NONE)
                            .u8(Use.bits(Set.of(Use.CONTINUE)))
                            .sized(secret.bytes());
            case InSession in -> {
                int attributes = Use.bits(in.uses());
                Bytes hmac =
                        in.session()
                                .hmac(
                                        in.secret(),
                                        commandDigest(in.session().hash(), parameters),
                                        in.nonce(),
                                        in.session().nonce(),
                                        attributes);
                area.u32(in.session().handle()).sized(in.nonce()).u8(attributes).sized(hmac);
            }
        }
    }

    /** cpHash; part 1, 18.7. */
    private Bytes commandDigest(HashAlgorithm hash, Bytes parameters) {
        TpmWriter out = new TpmWriter().u32(command.head().code());
        command.head().entities().forEach(entity -> out.bytes(entity.name()));
        return hash.digest(out.bytes(parameters).written());
    }

    /** What the TPM answered; {@link Malformed} where it is no answer to this. */
    public TpmAnswer<A> read(Bytes reply) {
        TpmReader in = new TpmReader(reply);
        int tag = in.u16("the tag");
        long length = in.u32("the length");
        long code = in.u32("the response code");
        if (length != reply.length()) {
            throw in.malformed("a head ends that tells of " + length + " bytes");
        }
        if (code != SUCCESS) {
            return new TpmAnswer.Refused<>(new TpmRefusal(command.head().word(), code));
        }
        if (tag != (authorizations.isEmpty() ? NO_SESSIONS : SESSIONS)) {
            throw in.malformed("a head ends with the tag of another kind of answer");
        }
        long made =
                switch (command.making()) {
                    case NOTHING -> 0;
                    case SOMETHING -> in.u32("the handle");
                };
        if (authorizations.isEmpty()) {
            A value = command.answer(made, in);
            in.end("the answer to " + command.head().word());
            return new TpmAnswer.Done<>(value, List.of());
        }
        long size = in.u32("the length of the parameters");
        if (size > in.left()) {
            throw in.malformed("parameters of " + size + " bytes begin");
        }
        return withSessions(made, in.take((int) size, "the parameters"), in);
    }

    /** The handle that an answer to a command that made something begins with. */
    public static long made(Bytes reply) {
        TpmReader in = new TpmReader(reply);
        in.take(HEADER, "the head");
        return in.u32("the handle");
    }

    private TpmAnswer<A> withSessions(long made, Bytes parameters, TpmReader in) {
        List<TpmSession> sessions = new ArrayList<>();
        Bytes clear = parameters;
        for (Authorization one : authorizations) {
            Bytes nonce = in.sized("the session's nonce");
            int attributes = in.u8("the session's attributes");
            Bytes hmac = in.sized("the session's HMAC");
            if (one instanceof InSession session) {
                check(session, parameters, nonce, attributes, hmac, in);
                sessions.add(session.session().with(nonce));
                if (session.uses().contains(Use.ENCRYPT)) {
                    clear =
                            ciphered(
                                    parameters, session, Direction.DECRYPT, nonce, session.nonce());
                }
            }
        }
        in.end("the answer to " + command.head().word());
        TpmReader reader = new TpmReader(clear);
        A value = command.answer(made, reader);
        reader.end("the answer to " + command.head().word());
        return new TpmAnswer.Done<>(value, sessions);
    }

    /** An answer that somebody on the bus changed is none. */
    private void check(
            InSession in,
            Bytes parameters,
            Bytes nonce,
            int attributes,
            Bytes hmac,
            TpmReader reader) {
        Bytes digest =
                in.session()
                        .hash()
                        .digest(
                                new TpmWriter().u32(SUCCESS).u32(command.head().code()).written(),
                                parameters);
        Bytes expected = in.session().hmac(in.secret(), digest, nonce, in.nonce(), attributes);
        if (!MessageDigest.isEqual(expected.toArray(), hmac.toArray())) {
            throw reader.malformed("an HMAC ends that is not the TPM's");
        }
    }
}
