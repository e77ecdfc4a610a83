package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.TopicMapFile;
import io.fairlead.identity.Identity;
import io.fairlead.topicmap.TopicMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session over a real topic map. */
class MappedSessionTest {

    private static final TopicMap MAP = TopicMapFile.parse("""
            version: 1
            routes:
              - name: room
                channel: chat/{room}
                topic: im/room/{room}/msg
                payload: json
                subscribe: {allow: [{claim: rooms, contains: "{room}"}]}
                publish: {allow: [{claim: rooms, contains: "{room}"}], qos: 1}
              - name: mine
                channel: tenant/news
                topic: im/tenant/{claim.tenant}/news
                subscribe: {allow: [authenticated]}
            """);

    private final SessionTester tester = new SessionTester(MAP);

    @Test
    void open_channelThatTheClaimAllows_joinsAndPublishesItsTopic() {
        open(alice("acme", "42"));
        tester.on(Commands.subscribe("1", "chat/42"));
        tester.on(Commands.publish("2", "chat/42"));
        assertThat(tester.take()).containsExactly("+ 2 chat/42 ALL", "> 3 im/room/42/msg");
        assertThat(tester.last(Effect.JoinLive.class).grant().filter()).hasToString("im/room/42/msg");
    }

    @Test
    void open_channelsThatTheMapRefuses_areErrorsOfTheirKind() {
        open(alice("acme", "42"));
        tester.on(Commands.subscribe("1", "chat/43"));
        tester.on(Commands.subscribe("2", "nowhere/at/all"));
        tester.on(Commands.subscribe("3", "chat//"));
        tester.on(Commands.publish("4", "chat/+"));
        tester.on(Commands.publish("5", "tenant/news"));
        assertThat(tester.take())
                .containsExactly(
                        "< error #1 forbidden",
                        "< error #2 no_route",
                        "< error #3 bad_channel",
                        "< error #4 bad_channel",
                        "< error #5 forbidden");
    }

    @Test
    void subscribed_claimsThatChange_endWhatTheyDecided() {
        open(alice("acme", "42"));
        List.of("chat/42", "tenant/news").forEach(channel -> {
            tester.on(Commands.subscribe(null, channel));
            tester.joined();
        });
        tester.take();
        tester.on(Commands.auth(null, "fresh"));
        tester.verified(alice("other", "42"));
        assertThat(tester.take()).containsExactly("? 4 fresh", "- 3", "< unsubscribed tenant/news forbidden");
    }

    private void open(Identity identity) {
        tester.session.onOpen(Handshake.EMPTY, tester.now);
        tester.on(Commands.connect(null, "token", "tab", null));
        tester.verified(identity);
        tester.take();
    }

    private static Identity alice(String tenant, String... rooms) {
        return new Identity("alice", Set.of(), Map.of("tenant", tenant, "rooms", List.of(rooms)), null, null);
    }
}
