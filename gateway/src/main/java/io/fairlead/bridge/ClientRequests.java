package io.fairlead.bridge;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.session.ClientKey;
import io.fairlead.session.Effect;
import io.fairlead.topic.Message;
import java.util.HashMap;
import java.util.Map;

/** The requests of one client that wait for their answers. Owned by the client's loop. */
final class ClientRequests {

    private final SessionDriver driver;
    private final ClientKey client;
    private final RequestDesk desk;
    private final Map<Long, RequestDesk.Exchange> waiting = new HashMap<>(4);

    ClientRequests(SessionDriver driver, ClientKey client, RequestDesk desk) {
        this.driver = driver;
        this.client = client;
        this.desk = desk;
    }

    /** Sends a request; its session may hear of it before this returns. */
    void send(Effect.Request effect) {
        RequestDesk.Exchange exchange = desk.open(new Asker(effect.token()));
        waiting.put(effect.token(), exchange);
        desk.send(exchange, effect.message());
    }

    /** Gives a request up. */
    void forget(long token) {
        RequestDesk.Exchange exchange = waiting.remove(token);
        if (exchange != null) {
            desk.forget(exchange);
        }
    }

    private final class Asker implements RequestDesk.Asker {
        private final long token;

        Asker(long token) {
            this.token = token;
        }

        @Override
        public ClientKey client() {
            return client;
        }

        @Override
        public void outcome(PublishOutcome outcome) {
            driver.tell((session, now) -> session.onPublishOutcome(token, outcome, now));
        }

        @Override
        public void response(Message message) {
            waiting.remove(token);
            driver.tell((session, now) -> session.onResponse(token, message, now));
        }
    }
}
