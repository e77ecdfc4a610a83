package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.session.Command;
import io.fairlead.session.RetainedMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels that stay for an hour for clients that come back, on a node with room for 4 of them on each of its links. */
class IdleChannelsTest {

    private static final int ROOM = 4;

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node =
            new TestNode(broker, 2, TestNode.recovering(new NodeSettings.Recovery(2 * ROOM * 1_024))).up();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void moreIdleChannelsThanThereIsRoomFor_end() {
        TestClient client = node.client(0);
        subscribe(client, 10);

        client.leave();

        await().until(() -> channels() == ROOM);
        await().until(() -> node.subscriptions() == ROOM);
    }

    @Test
    void channelsThatAreUsed_areNotCounted() {
        TestClient client = node.client(0);
        subscribe(client, 10);
        TestClient away = node.client(0);
        subscribe(away, 10);
        away.leave();
        client.subscribe("kept/idle");
        await().until(() -> client.heard("subscribed kept/idle").size() == 1);
        String epoch = client.epoch("kept/idle");
        client.command(new Command.Unsubscribe(null, "kept/idle"));
        node.settle();

        client.subscribe("kept/idle", RetainedMode.ALL, epoch, 0);

        await().until(() -> client.heard("subscribed kept/idle").size() == 2);
        assertThat(client.heard("subscribed kept/idle")).last().asString().contains("recovered=true");
    }

    private static void subscribe(TestClient client, int channels) {
        for (int i = 0; i < channels; i++) {
            client.subscribe("kept/" + i);
        }
        await().until(() -> client.heard("subscribed").size() == channels);
    }

    private long channels() {
        return node.node.meters().sum(loop -> loop.channels);
    }
}
