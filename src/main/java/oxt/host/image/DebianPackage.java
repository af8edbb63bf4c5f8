package oxt.host.image;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.model.Digest;

/** One version of a package, as the archive's signed lists name it. */
public record DebianPackage(String name, String version, Digest digest, String fileName) {
    /**
     * {@code 'http://.../busybox_1.35-4_amd64.deb' busybox_1%3a1.35-4_amd64.deb 928188 SHA256:...}
     */
    private static final Pattern URI_LINE =
            Pattern.compile(
                    "'[^']*' (([a-z0-9.+-]+)_([^_/ ]+)_[a-z0-9]+\\.deb) \\d+ SHA256:([0-9a-f]{64})");

    /**
     * What apt-get --print-uris says of a package; nothing where a line is about something else.
     */
    static Optional<DebianPackage> parse(String line) {
        Matcher matcher = URI_LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return version(matcher.group(3))
                .map(
                        version ->
                                new DebianPackage(
                                        matcher.group(2),
                                        version,
                                        FileDigest.ofHex(matcher.group(4)),
                                        matcher.group(1)));
    }

    private static Optional<String> version(String written) {
        try {
            return Optional.of(
                    URLDecoder.decode(written.replace("+", "%2b"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEscaped) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
