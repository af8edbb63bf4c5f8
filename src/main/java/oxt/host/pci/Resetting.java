package oxt.host.pci;

import java.util.List;
import oxt.model.PciAddress;

/** How well a PCI function can be cleaned of what its last owner left in it. */
public sealed interface Resetting {

    /** Alone and wholly. */
    record Whole(String method) implements Resetting {}

    /** By its power state only. */
    record Weak() implements Resetting {}

    /** Only with everything else on its bus. */
    record WithOthers(List<PciAddress> others) implements Resetting {
        public WithOthers {
            others = List.copyOf(others);
        }
    }

    record None() implements Resetting {}

    /** One word for people and programs. */
    default String word() {
        return switch (this) {
            case Whole _ -> "whole";
            case Weak _ -> "weak";
            case WithOthers _ -> "with-others";
            case None _ -> "none";
        };
    }

    default String sentence() {
        return switch (this) {
            case Whole(var method) -> "It is reset alone and wholly (" + method + ").";
            case Weak _ ->
                    "It is reset by its power state only, after which many parts still have some"
                            + " of their state.";
            case WithOthers(var others) ->
                    "It is reset only together with "
                            + String.join(", ", others.stream().map(PciAddress::text).toList())
                            + ".";
            case None _ -> "It cannot be reset: its next owner finds what the last one left in it.";
        };
    }

    /**
     * @param methods that the kernel has for it: Linux's {@code reset_method}
     *     (Documentation/ABI/testing/sysfs-bus-pci), where "pm" is there only for functions whose
     *     configuration space says that waking up resets them
     * @param others that are on the same bus
     */
    static Resetting of(List<String> methods, List<PciAddress> others) {
        for (String whole : List.of("device_specific", "acpi", "flr", "af_flr")) {
            if (methods.contains(whole)) {
                return new Whole(whole);
            }
        }
        if (methods.contains("bus") && others.isEmpty()) {
            return new Whole("bus");
        }
        if (methods.contains("pm")) {
            return new Weak();
        }
        return methods.contains("bus") ? new WithOthers(others) : new None();
    }
}
