package oxt.trust.tpm;

import java.util.ArrayList;
import java.util.List;

/**
 * How a command begins.
 *
 * @param code TPM_CC; part 2, 6.5.2
 * @param word as people who read the specification know it
 * @param authorizing entities that want to know who asks, which come first
 * @param others that the command is about as well
 */
public record Head(int code, String word, List<Entity> authorizing, List<Entity> others) {

    public Head {
        authorizing = List.copyOf(authorizing);
        others = List.copyOf(others);
    }

    static Head of(int code, String word) {
        return new Head(code, word, List.of(), List.of());
    }

    Head authorizedBy(Entity... entities) {
        return new Head(code, word, List.of(entities), others);
    }

    Head about(Entity... entities) {
        return new Head(code, word, authorizing, List.of(entities));
    }

    List<Entity> entities() {
        List<Entity> entities = new ArrayList<>(authorizing);
        entities.addAll(others);
        return entities;
    }
}
