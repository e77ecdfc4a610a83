package io.fairlead.topicmap;

import org.jspecify.annotations.Nullable;

/**
 * A variable whose value comes from the identity and never from a name: {@code user}, {@code client} or {@code claim.NAME}.
 *
 * @param name as it stands between the braces
 */
record OwnVariable(String name) {

    static final OwnVariable USER = new OwnVariable("user");
    static final OwnVariable CLIENT = new OwnVariable("client");
    static final String CLAIM = "claim.";

    static boolean isOne(String name) {
        return name.equals("user")
                || name.equals("client")
                || (name.startsWith(CLAIM) && name.length() > CLAIM.length());
    }

    /** The asker's value; null if it has none, or one that is no single value. */
    @Nullable
    String of(Asker asker) {
        if (name.equals("user")) {
            return asker.identity().user();
        }
        if (name.equals("client")) {
            return asker.client();
        }
        return single(asker.identity().claims().get(name.substring(CLAIM.length())));
    }

    /** The asker's value if it may stand in a name; else null. */
    @Nullable
    String usableBy(Asker asker) {
        String value = of(asker);
        return value == null || Names.valueFault(value) != null ? null : value;
    }

    /** Why the asker's value cannot stand in a topic; null if it can. */
    @Nullable
    String fault(Asker asker) {
        String value = of(asker);
        if (value == null) {
            return "{" + name + "} has no value for " + asker.words();
        }
        String fault = Names.valueFault(value);
        return fault == null ? null : "the value of {" + name + "} cannot be part of a topic: it " + fault;
    }

    /** A claim's value as text, if it is a single one. */
    static @Nullable String single(@Nullable Object claim) {
        boolean single = claim instanceof String || claim instanceof Number || claim instanceof Boolean;
        return single ? String.valueOf(claim) : null;
    }
}
