package io.fairlead.it.live;

import io.fairlead.app.Gateway;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.it.MosquittoClients;
import io.fairlead.problem.Problems;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A whole gateway in this process, with clients in front of it and a broker behind. Its topics lie under a root of its own, so
 * that tests may share a broker.
 */
final class LiveGateway implements AutoCloseable {

    private static final String TOPICS = """
            version: 1
            routes:
              - name: private
                channel: dev/private/{what}
                topic: ROOT/dev/private/{what}
                payload: text
                subscribe: {allow: [{role: keeper}], qos: 1}
              - name: state
                channel: dev/{device}/t
                topic: ROOT/dev/{device}/t
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [device]}
              - name: all
                channel: all/{rest...}
                topic: ROOT/dev/{rest...}
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [rest]}
              - name: device
                channel: dev/{device}/{what...}
                topic: ROOT/dev/{device}/{what...}
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [device, what]}
              - name: room
                channel: chat/{room}
                topic: ROOT/chat/{room}
                payload: json
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1, retain: true}
              - name: inbox
                channel: me/inbox
                topic: ROOT/user/{user}/inbox
                payload: text
                subscribe: {allow: [authenticated], qos: 1, delivery: durable, expiry: 1h}
              - name: command
                channel: cmd/{device}
                topic: ROOT/cmd/{device}
                payload: json
                publish: {allow: [anyone], qos: 1, request: true, props: [unit]}
            """;

    private final String root = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final TestBroker upstream;
    private final HiveMqBroker broker;
    private final Gateway gateway;

    private LiveGateway(Combination combination, TestBroker upstream, List<String> options) {
        this.upstream = upstream;
        this.broker = new HiveMqBroker(combination.settings(upstream));
        TopicMap map = TopicMapFile.parse(TOPICS.replace("ROOT", root));
        try {
            this.gateway = Gateway.start(configuration(options), map, broker, PageSource.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Configuration configuration(List<String> options) {
        String yaml = """
                node: %s
                listeners: {web: {host: 127.0.0.1, port: 0}}
                broker: {loops: 2, linger: 50ms}
                auth: {anonymous: true}
                """.formatted(root);
        Problems problems = new Problems();
        return new ConfigurationFile(name -> null)
                .parse(Path.of("fairlead.yaml"), yaml, options, problems)
                .orElseThrow(() -> new IllegalArgumentException(problems.list().toString()));
    }

    /** Starts one on the shared broker, with settings as {@code key=value}; returns when it has the broker. */
    static LiveGateway start(Combination combination, String... options) {
        return startOn(combination, combination.broker(), options);
    }

    /** Starts one on a broker of the test's own. */
    static LiveGateway startOn(Combination combination, TestBroker broker, String... options) {
        LiveGateway started = new LiveGateway(combination, broker, List.of(options));
        Awaitility.await().until(started.gateway::brokerUp);
        return started;
    }

    /** A page. */
    JsonClient client() {
        return new JsonClient(gateway.port());
    }

    /** The topic of that name under the root. */
    String topic(String name) {
        return root + "/" + name;
    }

    /** A device publishes. */
    void publish(String name, String text) {
        devices().publish(topic(name), text);
    }

    /** A device publishes a message without a payload, not to be retained. */
    void publishEmpty(String name) {
        devices().publishEmpty(topic(name));
    }

    /** A device publishes, to be retained. */
    void retain(String name, String text) {
        devices().retain(topic(name), text);
    }

    /** A device deletes what is retained. */
    void unretain(String name) {
        devices().unretain(topic(name));
    }

    /** Devices on the broker, which know nothing of Fairlead. */
    MosquittoClients devices() {
        return upstream.devices();
    }

    /** Waits until the gateway serves no durable client any more. */
    void awaitNoDurableLinks() {
        JsonClient.waiting("no durable links").until(() -> gateway.meters().sum(loop -> loop.durableLinks) == 0);
    }

    /** Waits until the gateway has left every broker subscription that nobody needs any more. */
    void awaitNoFilters() {
        JsonClient.waiting("no filters").until(() -> gateway.meters().sum(loop -> loop.filters) == 0);
    }

    @Override
    public void close() {
        gateway.close();
        broker.close();
    }
}
