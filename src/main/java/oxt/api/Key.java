package oxt.api;

import java.util.Optional;
import java.util.function.Function;

/**
 * One key of a record's document.
 *
 * @param <R> the record
 * @param <T> the value
 * @param description one or two sentences for the reference documentation
 * @param value of a record; nothing leaves the key out
 */
public record Key<R, T>(
        String name,
        Shape<T> shape,
        String description,
        Absence<T> absence,
        Function<R, Optional<T>> value) {

    /** What it means that the key is not there. */
    public sealed interface Absence<T> {
        /** It is a problem. */
        record Refused<T>() implements Absence<T> {}

        /** The same as this value. */
        record Means<T>(T value) implements Absence<T> {}

        /** What these words say, as "the template's". */
        record Says<T>(String words) implements Absence<T> {}
    }

    public static <R, T> Key<R, T> required(
            String name, Shape<T> shape, String description, Function<R, T> value) {
        return new Key<>(
                name, shape, description, new Absence.Refused<>(), value.andThen(Optional::of));
    }

    public static <R, T> Key<R, T> standard(
            String name, Shape<T> shape, T standard, String description, Function<R, T> value) {
        return new Key<>(
                name,
                shape,
                description,
                new Absence.Means<>(standard),
                value.andThen(Optional::of));
    }

    public static <R, T> Key<R, T> optional(
            String name,
            Shape<T> shape,
            String absent,
            String description,
            Function<R, Optional<T>> value) {
        return new Key<>(name, shape, description, new Absence.Says<>(absent), value);
    }
}
