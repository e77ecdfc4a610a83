package io.fairlead.session;

import static io.fairlead.session.Commands.request;
import static io.fairlead.session.SessionTester.START;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topicmap.Rate;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsTest {

    private static final PublishOutcome SUCCESS = new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS);
    private static final PublishOutcome NOBODY =
            new PublishOutcome.Accepted(PublishOutcome.Reason.NO_MATCHING_SUBSCRIBERS);
    private static final PublishOutcome UNKNOWN = new PublishOutcome.Unknown("the link was lost");

    private final SessionTester tester = SessionTester.opened(alice());
    private final TestTopics.PublishRight right = tester.topics.right;

    @Test
    void request_isPublishedAsTheRouteSays_withItsMarks_andOfNoUseAfterItsTime() {
        right.qos = Qos.EXACTLY_ONCE;
        tester.on(request("r", "open/a", 1_001));

        Message message = tester.last(Effect.Request.class).message();
        assertThat(message.topic().value()).isEqualTo("t/open/a");
        assertThat(message.qos()).isEqualTo(Qos.EXACTLY_ONCE);
        assertThat(message.expirySeconds()).isEqualTo(2);
        assertThat(message.properties().get(0).value()).endsWith(":i1:r");
        assertThat(message.retain()).isFalse();
    }

    @Test
    void answer_afterTheBrokersWord_isTheResponse() {
        tester.on(request("r", "open/a", 0));
        tester.requestOutcome(SUCCESS);
        assertThat(tester.take()).containsExactly(">? 2 t/open/a");

        tester.response("21");

        assertThat(tester.take()).containsExactly("< response #r 21");
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void answer_beforeTheBrokersWord_isTheResponse_andTheWordIsIgnored() {
        tester.on(request("r", "open/a", 0));
        tester.response("21");
        tester.requestOutcome(new PublishOutcome.Refused(135, "no"));

        assertThat(tester.take()).containsExactly(">? 2 t/open/a", "< response #r 21");
    }

    @Test
    void secondAnswer_isIgnored() {
        tester.on(request("r", "open/a", 0));
        tester.response("21");
        tester.response("22");

        assertThat(tester.take()).containsExactly(">? 2 t/open/a", "< response #r 21");
    }

    @Test
    void answer_bearsTheRoutesFormAndProps() {
        tester.on(request("r", "open/a", 0));
        tester.response("21");

        Reply.Response response =
                (Reply.Response) tester.last(Effect.Send.class).reply();
        assertThat(response.form()).isEqualTo(right.payload);
        assertThat(response.props()).isEqualTo(Set.of("colour"));
    }

    @ParameterizedTest
    @CsvSource({"0,5000", "1,1", "60000,60000"})
    void noAnswer_timesOutWhenAskedOrByDefault(long asked, long waited) {
        tester.on(request("r", "open/a", asked));
        tester.requestOutcome(SUCCESS);
        tester.take();
        assertThat(tester.session.nextDeadline()).isEqualTo(START + waited);

        tester.passes(waited - 1);
        assertThat(tester.take()).isEmpty();
        tester.passes(1);

        assertThat(tester.take()).containsExactly(">- 2", "< error #r timeout");
        assertThat(tester.lastWhy()).contains("open/a", waited + " ms", "the broker has taken it");
    }

    @Test
    void noAnswerAndNoWordOfTheBroker_timesOutAndSaysSo() {
        tester.on(request("r", "open/a", 0));
        tester.passes(5_000);

        assertThat(tester.lastWhy()).contains("the broker did not acknowledge it either");
    }

    @Test
    void answerAfterTheTimeout_isIgnored() {
        tester.on(request("r", "open/a", 0));
        tester.passes(5_000);
        tester.take();

        tester.response("21");

        assertThat(tester.take()).isEmpty();
    }

    @Test
    void broker_saysThatNobodyIsThere_failsAtOnceWithItsReason() {
        tester.on(request("r", "open/a", 0));
        tester.requestOutcome(NOBODY);

        assertThat(tester.take()).containsExactly(">? 2 t/open/a", ">- 2", "< error #r timeout mqtt=16");
        assertThat(tester.lastWhy()).contains("nobody is there to answer");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new PublishOutcome.Refused(135, "no"), "broker_refused mqtt=135"),
                Arguments.of(new PublishOutcome.NotSent("the link is down"), "broker_down"),
                Arguments.of(new PublishOutcome.NotPossible(false, "MQTT 3.1.1"), "not_supported"),
                Arguments.of(new PublishOutcome.NotPossible(true, "too large"), "too_large"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void broker_doesNotTakeIt_failsAtOnce(PublishOutcome outcome, String error) {
        tester.on(request("r", "open/a", 0));
        tester.requestOutcome(outcome);

        assertThat(tester.take()).containsExactly(">? 2 t/open/a", ">- 2", "< error #r " + error);
        assertThat(tester.lastWhy()).contains("request to open/a");
    }

    @Test
    void unknownOutcome_answerComesNevertheless_counts() {
        tester.on(request("r", "open/a", 0));
        tester.requestOutcome(UNKNOWN);
        tester.response("21");

        assertThat(tester.take()).containsExactly(">? 2 t/open/a", "< response #r 21");
    }

    @Test
    void unknownOutcome_noAnswer_isToldAsUnknownWhenItsTimeIsUp() {
        tester.on(request("r", "open/a", 0));
        tester.requestOutcome(UNKNOWN);
        tester.passes(5_000);

        assertThat(tester.take()).containsExactly(">? 2 t/open/a", ">- 2", "< error #r outcome_unknown");
    }

    @Test
    void routeWithoutRequests_isForbidden() {
        right.request = false;
        tester.on(request("r", "open/a", 0));

        assertThat(tester.take()).containsExactly("< error #r forbidden");
        assertThat(tester.lastWhy()).contains("route test takes no requests");
    }

    @ParameterizedTest
    @CsvSource({"a//b,bad_channel", "nowhere,no_route", "member/a,forbidden"})
    void request_thatMayNotBe_isAnError(String channel, String code) {
        tester.on(request("r", channel, 0));
        assertThat(tester.take()).containsExactly("< error #r " + code);
    }

    @Test
    void requestWithoutId_isABadFrame() {
        tester.on(request(null, "open/a", 0));
        assertThat(tester.take()).containsExactly("< error bad_frame");
    }

    @Test
    void timeoutAboveTheLongest_isNotSupported() {
        tester.on(request("r", "open/a", 60_001));
        assertThat(tester.take()).containsExactly("< error #r not_supported");
        assertThat(tester.lastWhy()).contains("60000 at most");
    }

    @Test
    void requestPayloadAboveTheRoutesSize_isTooLarge() {
        right.maxBytes = 0;
        tester.on(request("r", "open/a", 0));
        assertThat(tester.take()).containsExactly("< error #r too_large");
    }

    @Test
    void requestsAndPublishes_shareTheRoutesRate() {
        right.rate = new Rate(1, 2);
        tester.on(Commands.publish("p", "open/a"));
        tester.on(request("r1", "open/a", 0));
        tester.on(request("r2", "open/a", 0));

        assertThat(tester.take())
                .containsExactly("> 2 t/open/a", ">? 3 t/open/a", "< error #r2 rate_limited after=1000");
    }

    @Test
    void requestsBeyondThoseThatMayWait_areRefusedUntilOneIsAnswered() {
        for (int i = 0; i < SessionSettings.Requests.DEFAULT.inFlight(); i++) {
            tester.on(request("r" + i, "open/a", 0));
        }
        tester.take();
        tester.on(request("more", "open/a", 0));
        assertThat(tester.take()).containsExactly("< error #more rate_limited");

        tester.response("x");
        tester.on(request("again", "open/a", 0));

        assertThat(tester.take()).last().asString().startsWith(">? ");
    }

    @Test
    void client_goes_itsRequestsAreGivenUp() {
        tester.on(request("r1", "open/a", 0));
        tester.on(request("r2", "open/b", 0));
        tester.take();

        tester.session.onClosed(tester.now);

        assertThat(tester.take()).containsExactlyInAnyOrder(">- 2", ">- 3");
    }

    @Test
    void draining_requestThatWaits_putsTheCloseOff() {
        tester.on(request("r", "open/a", 0));
        tester.session.onDrain(1_000, tester.now + 3_000, tester.now);
        tester.passes(1_000);
        tester.take();

        tester.response("21");
        tester.passes(0);

        assertThat(tester.take()).containsExactly("< response #r 21", "x draining");
    }
}
