package io.fairlead.broker.hivemq;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkUp;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTest {

    private final List<Runnable> acknowledgements = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final Incoming incoming = new Incoming(new LinkListener() {
        @Override
        public void onUp(LinkUp up) {}

        @Override
        public void onDown(LinkDown down) {}

        @Override
        public void onMessage(Message message, Runnable acknowledgement) {
            acknowledgements.add(acknowledgement);
            if (message.topic().value().equals("fault")) {
                throw new IllegalStateException("a fault in the gateway");
            }
        }
    });

    private void receive(String topic, Qos qos) {
        Message message = Message.of(new TopicName(topic), new byte[0], qos);
        incoming.receive(message, qos == Qos.AT_MOST_ONCE ? null : () -> acknowledged.add(topic));
    }

    @Test
    void acknowledgedTwice_libraryHearsItOnce() {
        receive("a", Qos.AT_LEAST_ONCE);

        acknowledgements.get(0).run();
        acknowledgements.get(0).run();

        assertThat(acknowledged).containsExactly("a");
    }

    @Test
    void listenerThatThrows_hearsTheNextMessageAllTheSame() {
        receive("fault", Qos.AT_LEAST_ONCE);
        receive("fault", Qos.AT_MOST_ONCE);

        receive("next", Qos.AT_LEAST_ONCE);

        assertThat(acknowledgements).hasSize(3);
    }

    @Test
    void connectionLost_whatComesAgainIsLetGo_exactlyOnceIsNot() {
        receive("once", Qos.AT_LEAST_ONCE);
        receive("exactly", Qos.EXACTLY_ONCE);
        receive("most", Qos.AT_MOST_ONCE);

        incoming.connectionLost();

        assertThat(acknowledged).containsExactly("once");
        acknowledgements.get(1).run();
        assertThat(acknowledged).containsExactly("once", "exactly");
    }

    @Test
    void sessionLost_everythingIsLetGo() {
        receive("once", Qos.AT_LEAST_ONCE);
        receive("exactly", Qos.EXACTLY_ONCE);
        acknowledgements.get(0).run();

        incoming.sessionLost();

        assertThat(acknowledged).containsExactly("once", "exactly");
    }
}
