package io.fairlead.session;

import static io.fairlead.session.Commands.publish;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.Rate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to publishes past the bound in flight: two of them, or 100 bytes. */
class PublishIntakeTest {

    private final SessionTester tester = SessionTester.opened(settings(2), alice());

    @Test
    void asManyInFlightAsMayBe_reading_stopsUntilThereIsRoom() {
        publishes(1, 2);
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "> 3 t/open/a", "reading paused");

        outcomeOf(2);

        assertThat(tester.take()).containsExactly("< published #1 gateway", "reading on");
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasReadBeforeReadingStopped_goesOnInItsOrder() {
        publishes(1, 2, 3, 4, 5);
        tester.take();

        outcomeOf(2);
        outcomeOf(3);
        outcomeOf(4);

        assertThat(tester.take())
                .containsExactly(
                        "< published #1 gateway",
                        "> 4 t/open/a",
                        "< published #2 gateway",
                        "> 5 t/open/a",
                        "< published #3 gateway",
                        "> 6 t/open/a");
        outcomeOf(5);
        assertThat(tester.take()).containsExactly("< published #4 gateway", "reading on");
    }

    @Test
    void noRoomInFiveSeconds_readingGoesOn_andWhatIsTooMuchIsRefusedUntilThereIsRoom() {
        publishes(1, 2, 3);
        tester.take();

        tester.passes(PublishIntake.PATIENCE_MILLIS - 1);
        assertThat(tester.take()).isEmpty();
        tester.passes(1);
        assertThat(tester.take()).containsExactly("reading on", "< error #3 rate_limited");
        publishes(4);
        assertThat(tester.take()).containsExactly("< error #4 rate_limited");

        outcomeOf(2);
        publishes(5);
        assertThat(tester.take()).containsExactly("< published #1 gateway", "> 4 t/open/a", "reading paused");
    }

    @Test
    void moreThanMayWait_isRefusedAtOnce() {
        publishes(1, 2);
        tester.take();

        IntStream.range(0, PublishIntake.MAX_WAITING).forEach(i -> tester.on(publish(null, "open/a")));
        assertThat(tester.take()).isEmpty();
        publishes(3);

        assertThat(tester.take()).containsExactly("< error #3 rate_limited");
    }

    @Test
    void moreBytesInFlightThanMayBe_wait_butOneAloneGoes() {
        tester.on(sized("1", 500));
        tester.on(sized("2", 1));
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "reading paused");

        outcomeOf(2);

        assertThat(tester.take()).containsExactly("< published #1 gateway", "> 3 t/open/a", "reading on");
    }

    @Test
    void publishLargerThanAFrame_asMqttMayHaveIt_waitsIfItIsTheOnlyOne() {
        tester.topics.right.maxBytes = 100_000;
        tester.on(sized("1", 50));
        tester.on(sized("2", 70_000));
        tester.on(sized("3", 1));
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "reading paused", "< error #3 rate_limited");

        outcomeOf(2);

        assertThat(tester.take()).containsExactly("< published #1 gateway", "> 3 t/open/a");
    }

    @Test
    void onePublishThatDoesNotFit_holdsUpTheSmallerOnesBehindIt() {
        tester.on(sized("1", 60));
        tester.on(sized("2", 60));
        tester.on(sized("3", 10));
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "reading paused");

        outcomeOf(2);

        assertThat(tester.take()).containsExactly("< published #1 gateway", "> 3 t/open/a", "> 4 t/open/a");
    }

    @Test
    void waitingPublish_isJudgedWhenItsTurnComes() {
        publishes(1, 2);
        tester.on(publish("3", "nowhere/a"));
        tester.on(publish("4", "open/a"));
        tester.take();

        outcomeOf(2);

        assertThat(tester.take()).containsExactly("< published #1 gateway", "< error #3 no_route", "> 4 t/open/a");
    }

    @Test
    void publishThatWaits_costsNothingOfTheRoutesRateBefore() {
        SessionTester narrow = SessionTester.opened(settings(1), alice());
        narrow.topics.right.rate = new Rate(0.001, 2);
        IntStream.range(0, 3).forEach(i -> narrow.on(publish(null, "open/a")));
        assertThat(narrow.take()).containsExactly("> 2 t/open/a", "reading paused");

        narrow.outcome(new PublishOutcome.Written());
        narrow.outcome(new PublishOutcome.Written());

        assertThat(narrow.take()).containsExactly("> 3 t/open/a", "< error rate_limited after=1000000", "reading on");
    }

    @Test
    void otherCommands_areHandledMeanwhile() {
        publishes(1, 2, 3);
        tester.take();

        tester.on(Commands.ping("p"));

        assertThat(tester.take()).containsExactly("< pong #p");
    }

    private void publishes(int... ids) {
        for (int id : ids) {
            tester.on(publish(Integer.toString(id), "open/a"));
        }
    }

    private void outcomeOf(long token) {
        tester.session.onPublishOutcome(token, new PublishOutcome.Written(), tester.now);
    }

    private static Command.Publish sized(String id, int bytes) {
        Payload payload = new Payload(PayloadForm.TEXT, new byte[bytes]);
        return new Command.Publish(Commands.id(id), "open/a", payload, null, false, -1, false, null, List.of());
    }

    private static SessionSettings settings(int inFlight) {
        return new SessionSettings(
                "gw-1", 25_000, 65_536, 3, 0, inFlight, 100, SessionSettings.Requests.DEFAULT, 10_000);
    }
}
