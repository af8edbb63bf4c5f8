package oxt.trust.evidence;

import java.util.List;
import java.util.Optional;
import oxt.trust.Bytes;

/** Holds what a proven host says of a VM against the policy. */
final class VmJudge {
    private VmJudge() {}

    static void judge(VmStatement about, BootPolicy policy, List<BootChange> changes) {
        VmRule rule = policy.vm(about.name()).orElseThrow();
        if (!rule.documents().contains(about.document())) {
            changes.add(
                    new BootChange.OtherVm(
                            about.name(),
                            "document",
                            words(rule.documents()),
                            about.document().hex()));
        }
        rule.parts()
                .forEach(
                        (part, allowed) -> {
                            Optional<Bytes> found =
                                    about.parts().getOrDefault(part, Optional.empty());
                            if (found.isEmpty() || !allowed.contains(found.get())) {
                                changes.add(
                                        new BootChange.OtherVm(
                                                about.name(),
                                                part,
                                                words(allowed),
                                                found.map(Bytes::hex).orElse("not measured")));
                            }
                        });
        if (!rule.devices().containsAll(about.devices())) {
            changes.add(
                    new BootChange.OtherVm(
                            about.name(),
                            "devices",
                            listed(rule.devices()),
                            listed(about.devices())));
        }
    }

    private static String words(List<Bytes> digests) {
        return listed(digests.stream().map(Bytes::hex).toList());
    }

    private static String listed(List<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
