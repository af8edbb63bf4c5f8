package oxt.tidy;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes and interfaces a class is made from, near and far. */
final class Parents {
    private Parents() {}

    static Set<Class<?>> of(Class<?> type) {
        var found = new LinkedHashSet<Class<?>>();
        collect(type.getSuperclass(), found);
        for (Class<?> parent : type.getInterfaces()) {
            collect(parent, found);
        }
        return found;
    }

    private static void collect(@Nullable Class<?> type, Set<Class<?>> found) {
        if (type != null && found.add(type)) {
            found.addAll(of(type));
        }
    }
}
