package io.fairlead.floors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** The rules of one house. */
final class Rules {

    /** What the sealed core may use of Java itself: values, no files, no sockets, no threads of its own. */
    private static final Set<String> PURE_JAVA = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.security",
            "java.time",
            "java.time.format",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.util.concurrent.atomic",
            "org.jspecify.annotations");

    private static final Set<String> SEALED = Set.of("topic", "problem", "topicmap", "session");
    private static final Set<String> SILENT = Set.of("topic", "problem", "topicmap", "session", "wire");

    /** Who opens sockets. */
    private static final Set<String> NETWORK =
            Set.of("transport", "transport.tls", "broker.packet", "broker.hivemq", "bench");

    private final House house;

    Rules(House house) {
        this.house = house;
    }

    ArchRule everyClassStandsOnAFloor() {
        return holding("stand on a floor", new ArchCondition<>("stand on a floor that the table names") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean stands = house.homeOf(type).isPresent();
                events.add(new SimpleConditionEvent(type, stands, type.getName() + " stands on no floor"));
            }
        });
    }

    ArchRule onlyFloorsBelow() {
        return uses("only floors below its own", (user, used) -> !house.owns(used) || house.mayUse(user, used));
    }

    ArchRule sealedCore() {
        return uses("no library in the sealed core", (user, used) -> {
            boolean sealed = house.homeOf(user).filter(SEALED::contains).isPresent();
            return !sealed || house.owns(used) || PURE_JAVA.contains(used.getPackageName());
        });
    }

    ArchRule silentCore() {
        return uses("no logging below the bridge's floor", (user, used) -> {
            boolean silent = house.homeOf(user).filter(SILENT::contains).isPresent();
            return !silent || !lies(used, "org.slf4j");
        });
    }

    /** Each library is used in its home only. */
    List<ArchRule> onlyHomes() {
        return List.of(
                onlyHome("io.netty.bootstrap", NETWORK),
                onlyHome("io.netty.channel.epoll", NETWORK),
                onlyHome("io.netty.channel.nio", NETWORK),
                onlyHome("io.netty.channel.socket", NETWORK),
                onlyHome("io.netty.handler.codec.http", NETWORK),
                onlyHome("io.netty.handler.ssl", NETWORK),
                onlyHome(
                        "io.netty.handler.codec.mqtt",
                        Set.of("transport", "relay", "admission", "wire", "broker.packet", "bench")),
                onlyHome(
                        "io.netty",
                        Set.of(
                                "transport",
                                "transport.tls",
                                "bridge",
                                "relay",
                                "admission",
                                "wire",
                                "broker.packet",
                                "broker.hivemq",
                                "bench")),
                onlyHome("com.hivemq.client", Set.of("broker.hivemq")),
                onlyHome("com.hivemq", Set.of("broker.hivemq", "broker.embedded")),
                onlyHome("io.reactivex", Set.of("broker.hivemq")),
                onlyHome("com.fasterxml.jackson.core", Set.of("wire", "config", "identity.remote", "identity.hook")),
                onlyHome("com.fasterxml.jackson.databind", Set.of()),
                onlyHome("com.fasterxml.jackson.dataformat", Set.of("config")),
                onlyHome("org.yaml", Set.of("config")),
                onlyHome("picocli", Set.of("app")),
                onlyHome("ch.qos.logback", Set.of("app")),
                onlyHome("io.micrometer", Set.of("metrics")),
                onlyHome("io.prometheus", Set.of("metrics")),
                onlyHome("com.nimbusds", Set.of("identity.jwt")),
                onlyHome("com.github.benmanes.caffeine", Set.of("identity.hook")),
                onlyHome("io.github.resilience4j", Set.of("identity.hook")));
    }

    ArchRule onlyHome(String library, Set<String> homes) {
        return uses(
                library + " only in " + homes,
                (user, used) -> !lies(used, library)
                        || house.homeOf(user).filter(homes::contains).isPresent());
    }

    List<ArchRule> all() {
        List<ArchRule> all = new ArrayList<>(onlyHomes());
        all.add(everyClassStandsOnAFloor());
        all.add(onlyFloorsBelow());
        all.add(sealedCore());
        all.add(silentCore());
        return all;
    }

    private ArchRule uses(String what, BiPredicate<JavaClass, JavaClass> allowed) {
        return holding(what, new ArchCondition<>("use " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency use : type.getDirectDependenciesFromSelf()) {
                    JavaClass used = use.getTargetClass().getBaseComponentType();
                    boolean fine = used.isPrimitive() || allowed.test(type, used);
                    events.add(new SimpleConditionEvent(type, fine, use.getDescription()));
                }
            }
        });
    }

    private ArchRule holding(String what, ArchCondition<JavaClass> condition) {
        return classes().should(condition).as(what).allowEmptyShould(true);
    }

    private static boolean lies(JavaClass type, String library) {
        return (type.getPackageName() + ".").startsWith(library + ".");
    }
}
