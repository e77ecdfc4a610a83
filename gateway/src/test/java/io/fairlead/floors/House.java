package io.fairlead.floors;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Which package stands on which floor. Packages below one entry belong to it: {@code transport.http} is of {@code
 * transport}, unless it has an entry of its own.
 *
 * @param root the package that all floors lie in; another one than {@code io.fairlead} for planted violations
 */
record House(String root) {

    /** Floors are tens; what stands in between is over one package of its floor: {@code topicmap} over {@code identity}. */
    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("topic", 0),
            Map.entry("problem", 0),
            Map.entry("pem", 5),
            Map.entry("broker", 10),
            Map.entry("broker.connect", 12),
            Map.entry("broker.packet", 13),
            Map.entry("broker.hivemq", 15),
            Map.entry("broker.embedded", 15),
            Map.entry("identity", 20),
            Map.entry("identity.remote", 22),
            Map.entry("identity.jwt", 25),
            Map.entry("identity.revocation", 25),
            Map.entry("identity.hook", 25),
            Map.entry("topicmap", 25),
            Map.entry("session", 30),
            Map.entry("rates", 35),
            Map.entry("metrics", 40),
            Map.entry("shares", 42),
            Map.entry("wire", 45),
            Map.entry("admission", 47),
            Map.entry("bridge", 50),
            Map.entry("relay", 50),
            Map.entry("transport.tls", 55),
            Map.entry("transport", 60),
            Map.entry("config", 70),
            Map.entry("admin", 70),
            Map.entry("demo", 70),
            Map.entry("bench", 70),
            Map.entry("app", 80));

    /** The floor's package a class belongs to; empty if it stands on none. */
    Optional<String> homeOf(JavaClass type) {
        String name = type.getPackageName();
        return FLOORS.keySet().stream()
                .filter(home -> (name + ".").startsWith(root + "." + home + "."))
                .max(Comparator.comparing(String::length));
    }

    boolean owns(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    /** Whether a class may use another of the house: of its own home, or of a floor below. */
    boolean mayUse(JavaClass user, JavaClass used) {
        Optional<String> from = homeOf(user);
        Optional<String> to = homeOf(used);
        return from.isPresent() && to.isPresent() && (from.equals(to) || floor(to.get()) < floor(from.get()));
    }

    private static int floor(String home) {
        return FLOORS.getOrDefault(home, Integer.MAX_VALUE);
    }
}
