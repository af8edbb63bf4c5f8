package oxt.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A class of ours as the compiler wrote it. */
record CompiledClass(ClassModel model) {
    /** Type names in descriptors, signatures and class entries alike. */
    private static final Pattern TYPE = Pattern.compile("(?:oxt|java|javax|jdk)(?:/\\w+)+");

    static List<CompiledClass> main() {
        return in("target/classes");
    }

    static List<CompiledClass> tests() {
        return in("target/test-classes");
    }

    private static List<CompiledClass> in(String folder) {
        return Checkout.files(folder, ".class").stream().map(CompiledClass::read).toList();
    }

    private static CompiledClass read(Path file) {
        try {
            return new CompiledClass(ClassFile.of().parse(file));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** With dots, and with a dollar sign before a nested class. */
    String name() {
        return model.thisClass().asInternalName().replace('/', '.');
    }

    String packageName() {
        return name().substring(0, name().lastIndexOf('.'));
    }

    String simpleName() {
        return name().substring(packageName().length() + 1);
    }

    /** Every type this class names, with dots. */
    TreeSet<String> types() {
        return constants().stream()
                .filter(Utf8Entry.class::isInstance)
                .flatMap(text -> TYPE.matcher(((Utf8Entry) text).stringValue()).results())
                .map(type -> type.group().replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every method and field of others this class uses, such as {@code java.lang.Math.random}. */
    TreeSet<String> members() {
        return constants().stream()
                .filter(MemberRefEntry.class::isInstance)
                .map(MemberRefEntry.class::cast)
                .map(
                        member ->
                                member.owner().asInternalName().replace('/', '.')
                                        + "."
                                        + member.name().stringValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<PoolEntry> constants() {
        return StreamSupport.stream(model.constantPool().spliterator(), false).toList();
    }
}
