package io.fairlead.session;

import static io.fairlead.session.Commands.publish;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.Rate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishingTest {

    private final SessionTester tester = SessionTester.opened(alice());
    private final TestTopics.PublishRight right = tester.topics.right;

    @Test
    void open_publish_goesToTheRoutesTopicWithItsQos() {
        tester.on(publish("1", "open/a", PayloadForm.JSON, "{\"a\":1}"));
        Message message = tester.last(Effect.Publish.class).message();
        assertThat(message.topic().value()).isEqualTo("t/open/a");
        assertThat(message.payload()).asString().isEqualTo("{\"a\":1}");
        assertThat(message.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(message.retain()).isFalse();
        assertThat(message.expirySeconds()).isEqualTo(Message.NO_EXPIRY);
    }

    @Test
    void open_publishWithOptions_passesThemOn() {
        right.retain = true;
        right.qos = Qos.EXACTLY_ONCE;
        tester.on(command("open/a", Qos.AT_MOST_ONCE, true, 3600, "text/plain", List.of()));
        Message message = tester.last(Effect.Publish.class).message();
        assertThat(message.qos()).isEqualTo(Qos.AT_MOST_ONCE);
        assertThat(message.retain()).isTrue();
        assertThat(message.expirySeconds()).isEqualTo(3600);
        assertThat(message.contentType()).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @CsvSource({"a//b,bad_channel", "nowhere,no_route", "member/a,forbidden"})
    void open_publishThatMayNotBe_isAnErrorAlsoWithoutId(String channel, String code) {
        tester.on(publish(null, channel));
        assertThat(tester.take()).containsExactly("< error " + code);
    }

    @Test
    void open_publishAboveTheRoutesQos_isNotSupported() {
        tester.on(command("open/a", Qos.EXACTLY_ONCE, false, -1, null, List.of()));
        assertThat(tester.take()).containsExactly("< error #1 not_supported");
        assertThat(tester.lastWhy()).contains("QoS 1 at most").contains("QoS 2");
    }

    @Test
    void open_retainWhereTheRouteDoesNotLet_isForbidden() {
        tester.on(command("open/a", null, true, -1, null, List.of()));
        assertThat(tester.take()).containsExactly("< error #1 forbidden");
    }

    @Test
    void open_payloadOfExactlyTheRoutesSize_passesAndOneMoreIsTooLarge() {
        right.maxBytes = 4;
        tester.on(publish("1", "open/a", PayloadForm.TEXT, "1234"));
        tester.on(publish("2", "open/a", PayloadForm.TEXT, "12345"));
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "< error #2 too_large");
    }

    @ParameterizedTest
    @CsvSource({
        "JSON,JSON,true", "JSON,TEXT,false", "JSON,BINARY,false",
        "TEXT,JSON,true", "TEXT,TEXT,true", "TEXT,BINARY,false",
        "BINARY,JSON,true", "BINARY,TEXT,true", "BINARY,BINARY,true"
    })
    void open_payloadForm_passesIfItIsTheRoutesOrNarrower(PayloadForm route, PayloadForm sent, boolean passes) {
        right.payload = route;
        tester.on(publish("1", "open/a", sent, "1"));
        assertThat(tester.take()).containsExactly(passes ? "> 2 t/open/a" : "< error #1 not_supported");
    }

    @Test
    void open_expiryThatMqttDoesNotKnow_isAnError() {
        tester.on(command("open/a", null, false, 4_294_967_295L, null, List.of()));
        tester.on(command("open/a", null, false, 4_294_967_296L, null, List.of()));
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "< error #1 bad_frame");
    }

    @Test
    void open_textsThatMqttCannotCarry_areErrors() {
        right.props = Set.of("*");
        tester.on(command("open/a", null, false, -1, "a\u0000", List.of()));
        tester.on(command("open/a", null, false, -1, null, List.of(new UserProperty("\ud800", "v"))));
        tester.on(command("open/a", null, false, -1, null, List.of(new UserProperty("n", "x".repeat(65_536)))));
        tester.on(publish("\u0000", "open/a"));
        assertThat(tester.take()).hasSize(4).allMatch(line -> line.endsWith("bad_frame"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\t", "a\u007f", "\u0085", "\ufffe", "\ufdd0", "\ud83f\udffe"})
    void open_textsThatBrokersCloseTheSharedLinkFor_areErrors(String text) {
        right.props = Set.of("*");
        tester.on(command("open/a", null, false, -1, text, List.of()));
        tester.on(command("open/a", null, false, -1, null, List.of(new UserProperty(text, "v"))));
        tester.on(command("open/a", null, false, -1, null, List.of(new UserProperty("n", text))));
        tester.on(publish(text, "open/a"));
        assertThat(tester.take()).hasSize(4).allMatch(line -> line.endsWith("bad_frame"));
    }

    @Test
    void open_again_goesOutWithItsId_forWhoeverRemembersTheFirst() {
        tester.on(again(publish("1", "open/a")));
        assertThat(tester.take()).containsExactly("> 2 t/open/a");
        assertThat(tester.last(Effect.Publish.class).id()).isEqualTo(Commands.id("1"));
        assertThat(tester.last(Effect.Publish.class).again()).isTrue();
    }

    @Test
    void open_againWhereThereIsNoRight_isRefusedBeforeAnythingIsAskedOfMemory() {
        tester.on(again(publish("1", "nowhere")));
        assertThat(tester.take()).containsExactly("< error #1 no_route");
    }

    @Test
    void open_againWithoutId_isAnError() {
        tester.on(again(publish(null, "open/a")));
        assertThat(tester.take()).containsExactly("< error bad_frame");
        assertThat(tester.lastWhy()).contains("again").contains("id");
    }

    private static Command.Publish again(Command.Publish once) {
        return new Command.Publish(once.id(), once.channel(), once.payload(), null, false, -1, true, null, List.of());
    }

    @Test
    void open_publishWithProps_bearsOurMarksAndWhatTheRouteLetsThrough() {
        tester.on(command(
                "open/a",
                null,
                false,
                -1,
                null,
                List.of(
                        new UserProperty("colour", "red"),
                        new UserProperty("size", "9"),
                        new UserProperty("fairlead-from", "mallory"))));
        String mark = new ClientKey("alice", "tab").mark();
        assertThat(tester.last(Effect.Publish.class).message().properties())
                .containsExactly(
                        new UserProperty("fairlead-id", mark + ":i1:\"1\""),
                        new UserProperty("fairlead-from", "alice"),
                        new UserProperty("colour", "red"));
    }

    @Test
    void open_publishWithPropsWhereAllPass_stillTakesOursOff() {
        right.props = Set.of("*");
        tester.on(command(
                "open/a",
                null,
                false,
                -1,
                null,
                List.of(new UserProperty("fairlead-x", "1"), new UserProperty("a", "b"))));
        assertThat(tester.last(Effect.Publish.class).message().properties())
                .extracting(UserProperty::name)
                .containsExactly("fairlead-id", "fairlead-from", "a");
    }

    @Test
    void anonymous_publish_bearsNoFrom() {
        SessionTester anonymous = SessionTester.opened(Identity.ANONYMOUS);
        anonymous.on(publish(null, "open/a"));
        assertThat(anonymous.last(Effect.Publish.class).message().properties())
                .containsExactly(new UserProperty("fairlead-id", new ClientKey(null, "c1").mark() + ":i1:"));
    }

    @Test
    void mark_differsByUserAndClient() {
        assertThat(List.of(
                        new ClientKey("alice", "tab").mark(),
                        new ClientKey("alice", "tab2").mark(),
                        new ClientKey("bob", "tab").mark(),
                        new ClientKey(null, "tab").mark()))
                .doesNotHaveDuplicates()
                .allMatch(mark -> mark.matches("[A-Za-z0-9_-]{16}"));
    }

    @Test
    void open_morePublishesThanTheRoutesRate_areLimitedUntilTimePasses() {
        right.rate = new Rate(5, 2);
        IntStream.range(0, 3).forEach(i -> tester.on(publish("" + i, "open/a")));
        assertThat(tester.take()).containsExactly("> 2 t/open/a", "> 3 t/open/a", "< error #2 rate_limited after=200");
        assertThat(tester.lastWhy()).contains("lets a client publish 5 times a second");
        tester.passes(200);
        tester.on(publish("3", "open/a"));
        assertThat(tester.take()).containsExactly("> 4 t/open/a");
    }

    @Test
    void open_morePublishesThanTheClientsOwnRate_areLimitedAlsoTheRefused() {
        SessionTester slow = SessionTester.opened(settings(1, 100), alice());
        slow.on(publish("1", "nowhere"));
        slow.on(publish("2", "open/a"));
        slow.on(publish("3", "open/a"));
        assertThat(slow.take())
                .containsExactly("< error #1 no_route", "> 2 t/open/a", "< error #3 rate_limited after=1000");
        assertThat(slow.lastWhy()).contains("may publish 1 times a second");
    }

    @Test
    void props_tooManyOrTooLong_areRefused() {
        SessionTester tester = SessionTester.opened(alice());
        tester.on(command("open/a", null, false, -1, null, Collections.nCopies(64, new UserProperty("a", "b"))));
        assertThat(tester.take()).singleElement().asString().startsWith(">");

        tester.on(command("open/a", null, false, -1, null, Collections.nCopies(65, new UserProperty("a", "b"))));
        assertThat(tester.take()).singleElement().asString().contains("too_large");
        tester.on(command("open/a", null, false, -1, null, List.of(new UserProperty("a", "b".repeat(8_192)))));
        assertThat(tester.take()).singleElement().asString().contains("too_large");
        assertThat(tester.lastWhy()).contains("8193 characters, and 8192 may be");
    }

    private static SessionSettings settings(double perSecond, int inFlight) {
        return new SessionSettings(
                "gw-1", 25_000, 65_536, 3, perSecond, inFlight, 100, SessionSettings.Requests.DEFAULT, 10_000);
    }

    private static Command.Publish command(
            String channel,
            @Nullable Qos qos,
            boolean retain,
            long expiry,
            @Nullable String contentType,
            List<UserProperty> props) {
        Payload payload = new Payload(PayloadForm.JSON, new byte[] {'1'});
        return new Command.Publish(Commands.id("1"), channel, payload, qos, retain, expiry, false, contentType, props);
    }
}
