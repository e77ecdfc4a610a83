package io.fairlead.identity.jwt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a token a claim stands: the name of a claim, and the names that lead further in if that is an object. A name is taken as it
 * is: dots and slashes are part of it.
 *
 * @param names at least one
 */
public record ClaimPath(List<String> names) {

    public ClaimPath {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a claim has a name");
        }
    }

    /** The claim of this name. */
    public static ClaimPath of(String name) {
        return new ClaimPath(List.of(name));
    }

    /** What stands there; null for nothing. */
    @Nullable
    Object in(Map<String, ?> claims) {
        Object found = claims.get(names.get(0));
        for (String name : names.subList(1, names.size())) {
            found = found instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return found;
    }

    /** Puts a value there, and makes the objects on the way that are missing. What is on the way and no object gives way. */
    public void put(Map<String, Object> claims, Object value) {
        String name = names.get(0);
        if (names.size() == 1) {
            claims.put(name, value);
            return;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        if (claims.get(name) instanceof Map<?, ?> there) {
            there.forEach((key, of) -> inner.put(String.valueOf(key), of));
        }
        new ClaimPath(names.subList(1, names.size())).put(inner, value);
        claims.put(name, inner);
    }

    /** As a sentence names it: {@code realm_access > roles}. */
    @Override
    public String toString() {
        return String.join(" > ", names);
    }
}
