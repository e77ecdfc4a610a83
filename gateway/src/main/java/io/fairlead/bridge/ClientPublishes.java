package io.fairlead.bridge;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.session.ClientKey;
import io.fairlead.session.CommandId;
import io.fairlead.session.Effect;
import io.fairlead.topic.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publishes of one session, on their way to the broker past what is remembered of the client's earlier ones. Owned by the
 * session's loop; the link may live on another.
 */
final class ClientPublishes {

    private static final Logger log = LoggerFactory.getLogger(ClientPublishes.class);

    private final SessionDriver driver;
    private final Node node;
    private final ClientKey client;
    private final String instance;
    private final PublishMemory memory;

    ClientPublishes(SessionDriver driver, Node node, Effect.Register client) {
        this.driver = driver;
        this.node = node;
        this.client = client.client();
        this.instance = client.instance();
        this.memory = node.memories().enter(client.client());
    }

    /** Publishes, or tells what became of the publish that this one repeats. */
    void publish(Effect.Publish effect) {
        CommandId id = effect.id();
        LoopSessions home = driver.sessions();
        PublishMemory.Step step = memory.begin(
                id == null ? null : new PublishMemory.Key(instance, id),
                effect.again(),
                home.index(),
                outcome -> home.run(() -> driver.published(effect.token(), outcome)),
                System.nanoTime(),
                home.meters());
        if (step instanceof PublishMemory.Flight flight) {
            SharedLink link = node.links().link(flight.link());
            link.home().run(() -> hand(effect.message(), flight, link));
        } else if (step instanceof PublishMemory.Over over) {
            driver.published(effect.token(), over.outcome());
        }
    }

    private void hand(Message message, PublishMemory.Flight flight, SharedLink link) {
        try {
            link.publishes().publish(client, message, outcome -> ended(flight, outcome, link.home()));
        } catch (RuntimeException e) {
            log.error("the gateway failed at a publish to {}", message.topic(), e);
            ended(flight, new PublishOutcome.Unknown("the gateway failed at it"), link.home());
        }
    }

    private void ended(PublishMemory.Flight flight, PublishOutcome outcome, LoopSessions on) {
        memory.end(flight, outcome, System.nanoTime(), on.meters());
        node.memories().makeRoom(memory, on.meters());
    }

    /** The session is over; what it has under way goes on. */
    void leave() {
        memory.leave();
    }
}
