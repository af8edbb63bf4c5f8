package oxt.tidy;

import java.lang.classfile.MethodModel;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names say what a thing is, and no call says true or false without saying of what. */
class NamesTest {
    /** Marks of a noun not yet found, as the last or the first word of a type's name. */
    private static final Pattern BANNED =
            Pattern.compile(
                    "(Manager|Helper|Utils?|Service|Impl|Base|Handler|Processor|Wrapper|Info|Data|Object|Context)$"
                            + "|^(Abstract|Base|Impl)(?=[A-Z])");

    @Test
    void a_type_is_named_by_a_noun_and_not_by_decoration() {
        var breaches = new ArrayList<String>();
        for (var compiled : all()) {
            for (String word : compiled.simpleName().split("\\$")) {
                if (BANNED.matcher(word).find()) {
                    breaches.add(compiled.name());
                }
            }
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void no_method_of_ours_has_a_boolean_parameter() {
        var breaches = new ArrayList<String>();
        for (var compiled : CompiledClass.main()) {
            for (MethodModel method : compiled.model().methods()) {
                if (hasBooleanParameter(method)
                        && !method.flags().has(AccessFlag.SYNTHETIC)
                        && !isConstructorOfRecord(compiled, method)
                        && !isAskedForByLibrary(compiled, method)) {
                    breaches.add(compiled.name() + "." + method.methodName().stringValue());
                }
            }
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void a_test_is_named_by_a_sentence() {
        var breaches = new ArrayList<String>();
        for (var compiled : CompiledClass.tests()) {
            for (String test : TestMethods.of(compiled)) {
                if (!test.matches("[a-z0-9]+(_[a-zA-Z0-9]+)+")) {
                    breaches.add(compiled.name() + "." + test);
                }
            }
        }
        Checkout.assertNone(breaches);
    }

    private static List<CompiledClass> all() {
        var all = new ArrayList<>(CompiledClass.main());
        all.addAll(CompiledClass.tests());
        return all;
    }

    private static boolean hasBooleanParameter(MethodModel method) {
        return method.methodTypeSymbol().parameterList().contains(ConstantDescs.CD_boolean);
    }

    /** A record's components read as facts where they are used. */
    private static boolean isConstructorOfRecord(CompiledClass compiled, MethodModel method) {
        Optional<String> parent =
                compiled.model().superclass().map(entry -> entry.asInternalName());
        return method.methodName().equalsString(ConstantDescs.INIT_NAME)
                && parent.equals(Optional.of("java/lang/Record"));
    }

    /** A library that calls us names the parameters. */
    private static boolean isAskedForByLibrary(CompiledClass compiled, MethodModel method) {
        try {
            Class<?> type = Class.forName(compiled.name(), false, NamesTest.class.getClassLoader());
            return Parents.of(type).stream()
                    .filter(parent -> !parent.getName().startsWith("oxt."))
                    .flatMap(parent -> List.of(parent.getDeclaredMethods()).stream())
                    .anyMatch(theirs -> method.methodName().equalsString(theirs.getName()));
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
