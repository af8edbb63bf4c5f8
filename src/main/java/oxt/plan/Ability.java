package oxt.plan;

/** An engine's answer to whether it can do a thing on this host. */
public sealed interface Ability {

    record Able() implements Ability {}

    /** It cannot, why, and what would bring it. */
    record Unable(String why, String remedy) implements Ability {}
}
