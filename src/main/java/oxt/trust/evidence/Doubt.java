package oxt.trust.evidence;

import oxt.model.Problem;

/** Why evidence proves nothing, each reason by its name. */
final class Doubt {
    private static final String ASK_ANEW = "Ask the machine for new evidence with a new nonce.";

    private Doubt() {}

    static Problem wrongNonce() {
        return new Problem.Denied(
                "evidence-wrong-nonce",
                "The evidence was made for another nonce: it is of another time, or for another"
                        + " asker.",
                ASK_ANEW);
    }

    static Problem wrongStatement() {
        return new Problem.Denied(
                "evidence-wrong-statement",
                "The TPM did not sign this statement about a VM with this nonce.",
                ASK_ANEW);
    }

    static Problem unknownKey() {
        return new Problem.Denied(
                "evidence-unknown-key",
                "Nobody says whose the key is that signed: any program can make one.",
                "Name the machine's key with --ak; oxt launch enroll makes that file.");
    }

    static Problem wrongKey() {
        return new Problem.Denied(
                "evidence-wrong-key",
                "The evidence is signed by another key than that of the machine asked for.",
                "Ask the right machine; a TPM that was cleared has a new key, to be enrolled anew.");
    }

    static Problem unrestrictedKey() {
        return new Problem.Denied(
                "evidence-key-not-restricted",
                "The key may sign what was made up outside the TPM, so a quote by it says nothing.",
                "Use a restricted signing key, as oxt launch quote does.");
    }

    static Problem wrongSignature() {
        return new Problem.Denied(
                "evidence-wrong-signature",
                "The signature is not the key's, or not of this quote.",
                ASK_ANEW);
    }

    static Problem noRegisters() {
        return new Problem.Denied(
                "evidence-no-registers", "The quote covers no register.", ASK_ANEW);
    }

    static Problem mixedBanks() {
        return new Problem.Denied(
                "evidence-mixed-banks",
                "Quote and registers are of different banks, or of several.",
                "Ask for a quote of one bank, with that bank's registers.");
    }

    static Problem otherBank(String quoted, String wanted) {
        return new Problem.Denied(
                "evidence-other-bank",
                "The quote is of bank " + quoted + ", and the policy of bank " + wanted + ".",
                "Ask for a quote of bank " + wanted + ".");
    }

    static Problem otherRegisters() {
        return new Problem.Denied(
                "evidence-registers-differ",
                "The registers handed in are not those that the TPM signed.",
                ASK_ANEW);
    }

    static Problem notQuoted(String registers) {
        return new Problem.Denied(
                "evidence-register-missing",
                "The policy judges " + registers + ", which the quote does not cover.",
                "Ask for a quote of all registers that the policy judges.");
    }

    static Problem untouched(String registers) {
        return new Problem.Denied(
                "evidence-registers-untouched",
                "Nothing was ever measured into "
                        + registers
                        + ": they are the same whatever booted.",
                "Switch measuring on in the machine's firmware; see its oxt launch status.");
    }

    static Problem noLog(String registers) {
        return new Problem.Denied(
                "evidence-without-log",
                "There is no event log, and the policy judges " + registers + " by events.",
                "Judge these registers by value where the machine has no log, as below Xen.");
    }

    static Problem otherLog(String registers) {
        return new Problem.Denied(
                "evidence-log-differs",
                "The event log does not lead to "
                        + registers
                        + ": it is cut, altered, or of another boot, and nothing in it is used.",
                "Take the log from the running system; where it is, something extended these"
                        + " registers without a word in it.");
    }

    static Problem noFiles(String register) {
        return new Problem.Denied(
                "evidence-without-files",
                "There is no list of files in the evidence, and the policy judges "
                        + register
                        + " by it.",
                "Ask for evidence with it: oxt launch quote --files");
    }

    static Problem otherFiles(String register) {
        return new Problem.Denied(
                "evidence-files-differ",
                "The kernel's list of files does not lead to "
                        + register
                        + ": it is cut, altered, or of another boot, and nothing in it is used.",
                "Take the list from the running system, after the quote; its digests have to be of"
                        + " the quote's bank.");
    }

    static Problem older() {
        return new Problem.Denied(
                "evidence-older",
                "The evidence is not later than what the same TPM gave before: its counts or its"
                        + " clock went back.",
                ASK_ANEW);
    }

    static Problem earlierUnproven(String why) {
        return new Problem.Denied(
                "evidence-earlier-unproven",
                "The earlier evidence proves nothing itself: " + why,
                "Name evidence of the same machine that was accepted.");
    }

    static Problem otherVersion(long stated, long version) {
        return new Problem.Denied(
                "evidence-other-policy",
                "The statement was made for version "
                        + stated
                        + " of the policy, and this is version "
                        + version
                        + ".",
                "Ask for evidence for version " + version + ".");
    }

    static Problem unknownVm(String name) {
        return new Problem.Denied(
                "evidence-unknown-vm",
                "The policy says nothing of VM " + name + ", so nothing of it can be judged.",
                "Add it to the policy's vms, or ask for evidence of the host alone.");
    }
}
