package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.VmName;
import oxt.trust.Bytes;

/**
 * What evidence is asked for; {@code POST /v1/launch/quote}.
 *
 * @param vm nothing for evidence of the host alone
 * @param policyVersion by which a VM is to be judged
 */
public record QuoteRequest(Bytes nonce, Optional<VmName> vm, long policyVersion, FileList files) {

    /** What the kernel measured since the boot. */
    public enum FileList {
        LEFT_OUT,
        INCLUDED
    }

    private static final Key<QuoteRequest, Bytes> NONCE =
            Key.required(
                    "nonce",
                    Encoded.hex(Verification.LEAST_NONCE, Verification.MOST_NONCE),
                    "16 to 32 bytes that nobody can guess, used once.",
                    QuoteRequest::nonce);
    private static final Key<QuoteRequest, VmName> VM =
            Key.optional(
                    "vm",
                    Replies.VM_NAME,
                    "none, the host alone",
                    "A VM that runs, and that the evidence is for as well.",
                    QuoteRequest::vm);
    private static final Key<QuoteRequest, Long> POLICY =
            Key.standard(
                    "policy-version",
                    Scalars.number(1, Long.MAX_VALUE),
                    1L,
                    "The version of the policy that the VM is to be judged by.",
                    QuoteRequest::policyVersion);
    private static final Key<QuoteRequest, FileList> FILES =
            Key.standard(
                    "files",
                    Scalars.choice(FileList.values()),
                    FileList.LEFT_OUT,
                    "The kernel's list of the files that it measured, and their register.",
                    QuoteRequest::files);
    public static final RecordShape<QuoteRequest> SHAPE =
            RecordShape.of(
                    "quote request",
                    "What evidence is asked for.",
                    List.of(NONCE, VM, POLICY, FILES),
                    fields ->
                            new QuoteRequest(
                                    fields.of(NONCE),
                                    fields.find(VM),
                                    fields.of(POLICY),
                                    fields.of(FILES)));

    /** As a document, of what was typed. */
    public static Node.Mapping written(String nonce, Optional<String> vm, Optional<Long> policy) {
        Node.Mapping request = Node.mapping(Node.entry("nonce", nonce));
        if (vm.isPresent()) {
            request = request.with("vm", Node.text(vm.get()));
        }
        return policy.isPresent()
                ? request.with("policy-version", Node.number(policy.get()))
                : request;
    }

    /** The same with the kernel's list of files. */
    public static Node.Mapping withFiles(Node.Mapping request) {
        return request.with("files", Node.text(Scalars.word(FileList.INCLUDED)));
    }
}
