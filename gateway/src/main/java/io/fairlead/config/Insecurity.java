package io.fairlead.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A combination of settings that lets strangers do what hardly anybody means. Each has a name, by which it can be allowed. */
public enum Insecurity {
    /** Whoever reaches the gateway may publish to a whole subtree of the broker. */
    ANONYMOUS_PUBLISH,
    /** Clients without credentials, and a broker whose word on user names is taken. */
    ANONYMOUS_PASSTHROUGH,
    /** A cookie that bears the token, over connections that anybody on the way can read. */
    PLAIN_COOKIE,
    /** A cookie that bears the token, for pages of every origin. */
    ANY_ORIGIN_COOKIE,
    /** TLS to a broker that need not be the broker. */
    UNVERIFIED_BROKER;

    /** The name as the configuration writes it: {@code anonymous-publish}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words() {
        return Stream.of(values()).map(Insecurity::word).toList();
    }

    static Insecurity of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
