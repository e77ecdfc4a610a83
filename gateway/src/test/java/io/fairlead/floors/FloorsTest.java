package io.fairlead.floors;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FloorsTest {

    private static final String PLANTED = "io.fairlead.floors.planted";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages("io.fairlead");

    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(PLANTED);

    @TestFactory
    Stream<DynamicTest> rule_holds_in_the_product() {
        return new Rules(new House("io.fairlead"))
                .all().stream().map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(PRODUCT)));
    }

    @Test
    void product_is_seen_whole() {
        assertThat(PRODUCT.contain("io.fairlead.topic.TopicName")).isTrue();
        assertThat(PRODUCT.contain("io.fairlead.app.Fairlead")).isTrue();
    }

    @Test
    void upward_use_is_found() {
        assertThat(violations(planted().onlyFloorsBelow()))
                .hasSize(2)
                .anySatisfy(line ->
                        assertThat(line).contains("session.UpwardSession").contains("app.Anything"))
                .anySatisfy(
                        line -> assertThat(line).contains("relay.SidewaysRelay").contains("bridge.Anything"));
    }

    @Test
    void class_beside_the_house_is_found() {
        assertThat(violations(planted().everyClassStandsOnAFloor()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("planted.cellar."));
    }

    @Test
    void library_in_the_sealed_core_is_found() {
        assertThat(violations(planted().sealedCore()))
                .anySatisfy(line -> assertThat(line).contains("topic.LoggingTopic"))
                .anySatisfy(line ->
                        assertThat(line).contains("session.UpwardSession").contains("java.io.File"));
    }

    @Test
    void logging_in_the_silent_core_is_found() {
        assertThat(violations(planted().silentCore()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("topic.LoggingTopic"));
    }

    @Test
    void library_away_from_its_home_is_found() {
        List<String> found = planted().onlyHomes().stream()
                .flatMap(rule -> violations(rule).stream())
                .toList();

        assertThat(found)
                .anySatisfy(line -> assertThat(line).contains("bridge.Stray").contains("io.netty.channel.epoll"))
                .anySatisfy(line -> assertThat(line).contains("bridge.Stray").contains("picocli"))
                .anySatisfy(line -> assertThat(line).contains("bridge.Stray").contains("com.nimbusds"))
                .anySatisfy(line -> assertThat(line).contains("bridge.Stray").contains("com.fasterxml.jackson"))
                .anySatisfy(line -> assertThat(line).contains("bridge.Stray").contains("io.micrometer"))
                .anySatisfy(line ->
                        assertThat(line).contains("session.UpwardSession").contains("io.netty.buffer"));
    }

    private static Rules planted() {
        return new Rules(new House(PLANTED));
    }

    private static List<String> violations(ArchRule rule) {
        EvaluationResult result = rule.evaluate(VIOLATIONS);
        return result.getFailureReport().getDetails();
    }
}
