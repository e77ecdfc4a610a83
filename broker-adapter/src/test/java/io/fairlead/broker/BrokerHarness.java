package io.fairlead.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;

/** What the parts of {@link BrokerContract} and {@link SessionLinkContract} need of a broker. Topics are under a root of each test's own. */
abstract class BrokerHarness {

    protected static final Duration SESSION = Duration.ofMinutes(2);

    protected final String root = "contract/" + UUID.randomUUID();
    private final List<LinkProbe> probes = new ArrayList<>();
    private final List<SessionProbe> sessions = new ArrayList<>();

    /** The port that is tested. The same one throughout a test. */
    protected abstract Broker broker();

    /** The version its links are to speak. */
    protected abstract MqttVersion version();

    /** A loop for one link. */
    protected abstract Executor newLoop();

    /** Cuts every connection of the links; the broker and its sessions live on, and links can come back at once. */
    protected abstract void cutConnections();

    /** Ends the broker, and with it every connection. */
    protected abstract void stopBroker();

    /** Starts it again at the same address, without any session. */
    protected abstract void startBroker();

    /** Ends what a test was given, after its links have been closed. */
    protected void release() {}

    @AfterEach
    void closeLinks() {
        try {
            probes.forEach(probe -> probe.close(false));
            sessions.forEach(probe -> probe.close(false));
        } finally {
            release();
        }
    }

    /** A link with a session of its own, that is up. */
    protected LinkProbe link() {
        return open(options("c-" + UUID.randomUUID(), true, SESSION, false));
    }

    /** Opens a link and waits until it is up. */
    protected LinkProbe open(LinkOptions options) {
        LinkProbe probe = new LinkProbe(broker(), options);
        probes.add(probe);
        await().until(() -> !probe.ups().isEmpty());
        return probe;
    }

    /** Opens a session link and waits until it is up. */
    protected SessionProbe openSession(LinkOptions options) {
        SessionProbe probe = new SessionProbe(broker(), options);
        sessions.add(probe);
        await().until(() -> !probe.ups().isEmpty());
        return probe;
    }

    protected LinkOptions options(String clientId, boolean fresh, Duration session, boolean retainAsPublished) {
        return new LinkOptions(clientId, fresh, session, LinkOptions.MAX_RECEIVE_MAXIMUM, retainAsPublished, newLoop());
    }

    protected boolean v5() {
        return version() == MqttVersion.V5;
    }

    protected static Message text(String topic, String text, Qos qos, boolean retain) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return new Message(new TopicName(topic), payload, qos, retain, Message.NO_EXPIRY, null, null, null, List.of());
    }

    protected static void assertAccepted(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(PublishOutcome.Accepted.class);
    }

    /** Waits for exactly these texts, in this order. */
    protected static void awaitTexts(LinkProbe probe, String... texts) {
        await().until(() -> probe.messages().size() >= texts.length);
        assertThat(probe.texts()).containsExactly(texts);
    }
}
