package oxt.trust.evidence;

import java.util.List;

/**
 * A file that the kernel may measure.
 *
 * @param path as the kernel has it
 * @param digests of what it may hold, as the kernel writes them: {@code sha256:0a...}; at least one
 */
public record FileRule(String path, List<String> digests) {
    public FileRule {
        digests = List.copyOf(digests);
    }
}
