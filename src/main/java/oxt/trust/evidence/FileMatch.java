package oxt.trust.evidence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.trust.ImaEntry;

/** Holds the files that a kernel measured against those that a policy knows. */
final class FileMatch {
    /** Of files that nobody knows; more would say that it is another system altogether. */
    private static final int MOST_NAMED = 100;

    /** Stands for the boot's registers, which are judged by themselves. */
    private static final String BOOT = "boot_aggregate";

    private final RegisterRule.ByFiles rule;
    private final Map<String, Set<String>> known = new HashMap<>();

    FileMatch(RegisterRule.ByFiles rule) {
        this.rule = rule;
        for (FileRule file : rule.files()) {
            known.computeIfAbsent(file.path(), _ -> new HashSet<>()).addAll(file.digests());
        }
    }

    /** What is said of files beside a verdict of trusted. */
    Verdict.MeasuredFiles count(List<ImaEntry> entries) {
        List<ImaEntry> files = entries.stream().filter(this::isFile).toList();
        long unknown = files.stream().filter(file -> !isKnown(file)).count();
        return new Verdict.MeasuredFiles(rule.pcr(), files.size(), (int) unknown);
    }

    /** None where others than those that are known are only reported. */
    List<BootChange> changes(List<ImaEntry> entries) {
        return switch (rule.others()) {
            case REPORTED -> List.of();
            case REFUSED ->
                    entries.stream()
                            .filter(file -> isFile(file) && !isKnown(file))
                            .limit(MOST_NAMED)
                            .map(this::change)
                            .toList();
        };
    }

    private BootChange change(ImaEntry file) {
        String path = file.named().path().orElse("an entry of template " + file.template());
        List<String> allowed = known.getOrDefault(path, Set.of()).stream().sorted().toList();
        return new BootChange.OtherFile(rule.pcr(), path, allowed, digest(file));
    }

    private boolean isFile(ImaEntry entry) {
        boolean isBoot =
                entry.number() == 0 && entry.named().path().filter(BOOT::equals).isPresent();
        return entry.pcr().equals(rule.pcr()) && !isBoot;
    }

    private boolean isKnown(ImaEntry file) {
        return !file.isViolation()
                && file.named()
                        .path()
                        .filter(path -> known.getOrDefault(path, Set.of()).contains(digest(file)))
                        .isPresent();
    }

    /** Newer templates say before it that it is of the file as such. */
    private static String digest(ImaEntry file) {
        String digest = file.named().digest().orElse("");
        if (file.isViolation()) {
            return "nothing: it was written to while it was measured";
        }
        return digest.startsWith("ima:") ? digest.substring("ima:".length()) : digest;
    }
}
