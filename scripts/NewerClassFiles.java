import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars into a folder, and gives class files from before Java 6 a newer version on the way.
 *
 * <p>The JVM's AOT cache holds no class whose file is older than version 50: it has no stack maps,
 * so it is verified in the old way each time. picocli 4.7.7 is such a library, and costs the
 * command line 60 ms of every start. The classes stay the same; only stack maps are added.
 *
 * <p>Use: {@code java NewerClassFiles.java FOLDER JAR...}
 */
final class NewerClassFiles {
    /** The first version whose class files carry stack maps. */
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    /** New enough for every rule of today's verifier, old enough for any JDK that runs oxt. */
    private static final int WRITTEN = ClassFile.JAVA_21_VERSION;

    /** Entries carry one date, so that the same jar comes out every time. */
    private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);

    private NewerClassFiles() {}

    public static void main(String[] words) throws IOException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        for (int i = 1; i < words.length; i++) {
            Path jar = Path.of(words[i]);
            copy(jar, folder.resolve(jar.getFileName()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var jar = new JarFile(from.toFile())) {
            if (jar.stream().noneMatch(entry -> isOld(jar, entry))) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            rewrite(jar, to);
            System.out.println("newer class files: " + to.getFileName());
        }
    }

    private static void rewrite(JarFile jar, Path to) throws IOException {
        ClassFile classFile =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(hierarchy(jar)));
        try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (var entry : jar.stream().toList()) {
                if (entry.getName().matches("META-INF/.*[.](SF|RSA|EC)")) {
                    throw new IOException(jar.getName() + " is signed; it cannot be rewritten.");
                }
                var written = new ZipEntry(entry.getName());
                written.setTimeLocal(DATE);
                out.putNextEntry(written);
                byte[] bytes = bytes(jar, entry);
                out.write(isOld(jar, entry) ? newer(classFile, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] newer(ClassFile classFile, byte[] bytes) {
        // Bodies are visited so that they are written anew, with stack maps; nothing in them
        // changes.
        ClassTransform bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        ClassTransform version =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(WRITTEN, 0);
                    } else {
                        builder.with(element);
                    }
                };
        return classFile.transformClass(classFile.parse(bytes), bodies.andThen(version));
    }

    /** Stack maps need to know which class extends which: first this jar's own, then the JDK's. */
    private static ClassHierarchyResolver hierarchy(JarFile jar) {
        return ClassHierarchyResolver.ofResourceParsing(
                        type -> {
                            String name = type.descriptorString();
                            ZipEntry entry =
                                    jar.getEntry(name.substring(1, name.length() - 1) + ".class");
                            return entry == null ? null : open(jar, entry);
                        })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static boolean isOld(JarFile jar, ZipEntry entry) {
        if (!entry.getName().endsWith(".class")) {
            return false;
        }
        int major = ByteBuffer.wrap(bytes(jar, entry)).getShort(6);
        return major < FIRST_WITH_STACK_MAPS;
    }

    private static byte[] bytes(JarFile jar, ZipEntry entry) {
        try (InputStream in = open(jar, entry)) {
            return in.readAllBytes();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static InputStream open(JarFile jar, ZipEntry entry) {
        try {
            return jar.getInputStream(entry);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
