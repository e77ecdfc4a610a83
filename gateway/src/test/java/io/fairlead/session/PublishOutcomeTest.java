package io.fairlead.session;

import static io.fairlead.session.Commands.publish;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.fairlead.broker.PublishOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublishOutcomeTest {

    private final SessionTester tester = SessionTester.opened(alice());

    @ParameterizedTest
    @EnumSource
    void inFlight_accepted_isPublishedByTheBrokerWithItsReason(PublishOutcome.Reason reason) {
        inFlight("1");
        tester.outcome(new PublishOutcome.Accepted(reason));
        assertThat(tester.take()).containsExactly("< published #1 broker reason=" + reason.word());
    }

    @Test
    void inFlight_written_isPublishedByTheGateway() {
        inFlight("1");
        tester.outcome(new PublishOutcome.Written());
        assertThat(tester.take()).containsExactly("< published #1 gateway");
    }

    @Test
    void inFlight_refused_isAnErrorOfTheBrokerWithItsReason() {
        inFlight("1");
        tester.outcome(new PublishOutcome.Refused(135, "not authorized"));
        assertThat(tester.take()).containsExactly("< error #1 broker_refused mqtt=135");
        assertThat(tester.lastWhy()).contains("open/a").contains("not authorized");
        assertThat(Reason.BROKER_REFUSED.leg()).isEqualTo(Leg.BROKER);
    }

    @Test
    void inFlight_unknown_isToldAsSuch() {
        inFlight("1");
        tester.outcome(new PublishOutcome.Unknown("the link was lost"));
        assertThat(tester.take()).containsExactly("< error #1 outcome_unknown");
    }

    @Test
    void inFlight_notSent_isBrokerDownAndRetryable() {
        inFlight("1");
        tester.outcome(new PublishOutcome.NotSent("the link is down"));
        assertThat(tester.take()).containsExactly("< error #1 broker_down");
        assertThat(Reason.BROKER_DOWN.retryable()).isTrue();
    }

    @Test
    void inFlight_notSentSinceTheBrokerDoesNotKeepUp_isNotCalledBrokerDown() {
        inFlight("1");
        tester.outcome(new PublishOutcome.NotSent(true, "the broker does not keep up"));
        assertThat(tester.take()).containsExactly("< error #1 rate_limited");
        assertThat(tester.lastWhy()).contains("open/a").contains("the broker does not keep up");
        assertThat(Reason.RATE_LIMITED.retryable()).isTrue();
    }

    @Test
    void inFlight_notPossible_isNothingToTryAgain() {
        inFlight("1");
        tester.outcome(new PublishOutcome.NotPossible(true, "the broker takes packets of 100 bytes at most"));
        assertThat(tester.take()).containsExactly("< error #1 too_large");
        inFlight("2");
        tester.outcome(new PublishOutcome.NotPossible(false, "the broker keeps no retained messages"));
        assertThat(tester.take()).containsExactly("< error #2 not_supported");
        assertThat(Reason.TOO_LARGE.retryable()).isFalse();
        assertThat(Reason.NOT_SUPPORTED.retryable()).isFalse();
    }

    @Test
    void inFlightWithoutId_success_isNotAnswered() {
        inFlight(null);
        tester.outcome(new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS));
        assertThat(tester.take()).isEmpty();
    }

    @Test
    void inFlightWithoutId_failure_isAnswered() {
        inFlight(null);
        tester.outcome(new PublishOutcome.Refused(151, "quota exceeded"));
        assertThat(tester.take()).containsExactly("< error broker_refused mqtt=151");
    }

    @Test
    void answered_secondOutcome_isIgnored() {
        inFlight("1");
        tester.outcome(new PublishOutcome.Written());
        tester.take();
        tester.outcome(new PublishOutcome.Written());
        assertThat(tester.take()).isEmpty();
    }

    @Test
    void closed_outcome_isIgnored() {
        inFlight("1");
        tester.session.onClosed(tester.now);
        tester.outcome(new PublishOutcome.Written());
        assertThat(tester.take()).isEmpty();
    }

    @Test
    void product_publishedReply_isMadeOfOutcomesOnly() {
        ArchRuleDefinition.noClasses()
                .that()
                .doNotBelongToAnyOf(PublishReplies.class)
                .should()
                .callConstructor(Reply.Published.class, CommandId.class, String.class, String.class)
                .check(new ClassFileImporter()
                        .withImportOption(location -> !location.contains("test-classes"))
                        .importPackages("io.fairlead"));
    }

    private void inFlight(@Nullable String id) {
        tester.on(publish(id, "open/a"));
        tester.take();
    }
}
