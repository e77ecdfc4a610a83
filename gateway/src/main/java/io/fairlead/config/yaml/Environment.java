package io.fairlead.config.yaml;

import org.jspecify.annotations.Nullable;

/** Where references to the environment find their values: {@code System::getenv}, or a map in a test. */
@FunctionalInterface
public interface Environment {

    /** The value of a variable; null if it is not set. */
    @Nullable
    String get(String name);
}
