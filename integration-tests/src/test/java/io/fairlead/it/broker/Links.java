package io.fairlead.it.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkProbe;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.transport.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Links to real brokers, each of a port of its own, that end with the test. */
final class Links implements AutoCloseable {

    private final EventLoops loops = new EventLoops(2);
    private final List<LinkProbe> probes = new ArrayList<>();
    private final List<HiveMqBroker> brokers = new ArrayList<>();

    /** Starts to open a link. */
    LinkProbe open(BrokerSettings settings) {
        HiveMqBroker broker = new HiveMqBroker(settings);
        brokers.add(broker);
        LinkProbe probe = new LinkProbe(
                broker,
                new LinkOptions(
                        "l-" + UUID.randomUUID(),
                        true,
                        Duration.ofMinutes(1),
                        LinkOptions.MAX_RECEIVE_MAXIMUM,
                        false,
                        loops.next().group()));
        probes.add(probe);
        return probe;
    }

    /** Opens a link and waits until it is up. */
    LinkProbe openUp(BrokerSettings settings) {
        LinkProbe probe = open(settings);
        await().failFast(() -> assertThat(probe.downs()).hasSizeLessThan(10))
                .until(() -> !probe.ups().isEmpty());
        return probe;
    }

    /** Opens a link that does not come up, and says why. */
    LinkDown openDown(BrokerSettings settings) {
        LinkProbe probe = open(settings);
        await().until(() -> !probe.downs().isEmpty());
        return probe.downs().get(0);
    }

    /** Ends the links; a test that ends its broker itself does this first. */
    @Override
    public void close() {
        probes.forEach(probe -> probe.close(false));
        probes.clear();
        brokers.forEach(HiveMqBroker::close);
        brokers.clear();
    }

    /** Ends the loops too; no link can be opened any more. */
    void end() {
        close();
        loops.close();
    }
}
