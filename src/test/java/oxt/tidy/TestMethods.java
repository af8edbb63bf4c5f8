package oxt.tidy;

import java.lang.classfile.Attributes;
import java.lang.classfile.MethodModel;
import java.util.List;
import java.util.Set;

/** The methods of a class that JUnit runs. */
final class TestMethods {
    private static final Set<String> MARKS =
            Set.of(
                    "Lorg/junit/jupiter/api/Test;",
                    "Lorg/junit/jupiter/api/RepeatedTest;",
                    "Lorg/junit/jupiter/api/TestFactory;",
                    "Lorg/junit/jupiter/params/ParameterizedTest;");

    private TestMethods() {}

    static List<String> of(CompiledClass compiled) {
        return compiled.model().methods().stream()
                .filter(TestMethods::isTest)
                .map(method -> method.methodName().stringValue())
                .toList();
    }

    private static boolean isTest(MethodModel method) {
        return method.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .anyMatch(mark -> MARKS.contains(mark.className().stringValue()));
    }
}
