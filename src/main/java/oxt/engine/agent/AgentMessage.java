package oxt.engine.agent;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.model.Digest;

/** What a driver domain's agent said: a guest's claim about itself, never more. */
sealed interface AgentMessage {
    /** The longest that makes sense is a refusal: two words and 150 characters of reason. */
    int LONGEST_LINE = 256;

    /** It has booted and serves nothing yet. */
    record Ready(String boot) implements AgentMessage {}

    record Applied(Digest digest) implements AgentMessage {}

    /**
     * @param reason printable ASCII, for people
     */
    record Refused(Digest digest, String reason) implements AgentMessage {}

    /** What it serves now, if anything. */
    record Pong(Optional<Digest> digest) implements AgentMessage {}

    /** Nothing that an agent says. */
    record Garbage() implements AgentMessage {}

    Pattern LINE =
            Pattern.compile(
                    "READY (?<boot>[0-9a-f-]{1,64})"
                            + "|APPLIED (?<digest>sha256:[0-9a-f]{64})"
                            + "|REFUSED (?<refused>sha256:[0-9a-f]{64}) (?<reason>[ -~]{1,200})"
                            + "|PONG none"
                            + "|PONG (?<serves>sha256:[0-9a-f]{64})");

    static AgentMessage parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return new Garbage();
        }
        if (matcher.group("boot") != null) {
            return new Ready(matcher.group("boot"));
        }
        if (matcher.group("digest") != null) {
            return new Applied(new Digest(matcher.group("digest")));
        }
        if (matcher.group("refused") != null) {
            return new Refused(new Digest(matcher.group("refused")), matcher.group("reason"));
        }
        return new Pong(Optional.ofNullable(matcher.group("serves")).map(Digest::new));
    }
}
