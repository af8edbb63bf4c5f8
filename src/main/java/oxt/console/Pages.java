package oxt.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The pages' files, out of the jar; read and compressed once, so that no path leads anywhere else.
 */
final class Pages {
    private static final String FOLDER = "/oxt/console/pages/";
    private static final String LIST = "files.txt";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "txt", "text/plain; charset=utf-8");

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** One file. */
    private record Page(String type, String tag, Answer.Body plain, Answer.Body zipped) {}

    static Pages load() {
        Pages pages = new Pages();
        String list = new String(pages.read(LIST), StandardCharsets.UTF_8);
        for (String name : list.split("\n")) {
            byte[] bytes = pages.read(name);
            Page page =
                    new Page(
                            TYPES.getOrDefault(
                                    name.substring(name.lastIndexOf('.') + 1),
                                    "application/octet-stream"),
                            tag(bytes),
                            new Answer.Body(bytes),
                            new Answer.Body(zip(bytes)));
            pages.pages.put("/" + name, page);
            if (name.equals("index.html")) {
                pages.pages.put("/", page);
            }
        }
        return pages;
    }

    /** Nothing where there is no such file. */
    Optional<Answer> find(Asked asked) {
        return Optional.ofNullable(pages.get(asked.path())).map(page -> answer(page, asked));
    }

    private static Answer answer(Page page, Asked asked) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", page.tag());
        headers.put("Cache-Control", "no-cache");
        headers.put("Vary", "Accept-Encoding");
        if (asked.header("If-None-Match").equals(page.tag())) {
            return new Answer.Whole(304, "", headers, new Answer.Body(new byte[0]));
        }
        boolean isZipped = asked.headers().contains("Accept-Encoding", "gzip");
        if (isZipped) {
            headers.put("Content-Encoding", "gzip");
        }
        return new Answer.Whole(200, page.type(), headers, isZipped ? page.zipped() : page.plain());
    }

    private byte[] read(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new ProblemException(
                        new Problem.Failed(
                                "pages-not-built",
                                "The console's pages are not in this build: there is no "
                                        + name
                                        + ".",
                                "Build them: scripts/build --force"));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("the jar cannot be read", e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static byte[] zip(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError("memory cannot be written", e);
        }
        return zipped.toByteArray();
    }
}
