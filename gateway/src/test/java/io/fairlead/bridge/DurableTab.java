package io.fairlead.bridge;

import io.fairlead.session.Command;
import io.fairlead.session.RetainedMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of alice's with durable channels. To be used from a test's thread. */
final class DurableTab {

    final TestClient client;

    DurableTab(TestNode node, int loop, String name, String instance) {
        client = node.client(loop);
        client.command(new Command.Connect(
                null, "alice", name, instance.isEmpty() ? null : instance, null, List.of(), List.of()));
    }

    DurableTab subscribe(String channel) {
        return subscribe(channel, null, -1, RetainedMode.ALL);
    }

    /** Subscribes as one that had the channel before and has handled what an earlier page of its own heard. */
    DurableTab subscribe(String channel, @Nullable String epoch, long ack, RetainedMode retained) {
        client.command(new Command.Subscribe(null, channel, epoch, -1, ack, 0, retained));
        return this;
    }

    void ack(long seq) {
        client.command(new Command.Ack(null, epoch(), seq));
    }

    /** The epoch it was told last. */
    String epoch() {
        List<String> told = client.heard().stream()
                .filter(line -> line.startsWith("subscribed") || line.startsWith("gap"))
                .toList();
        return told.get(told.size() - 1).split(" ", 4)[2];
    }

    /** The messages that came, each its number, its text and whether it was marked as a repeat. */
    List<String> messages() {
        return client.heard("d ").stream()
                .map(line -> line.split(" ", 5))
                .map(words -> words[2] + " " + words[4])
                .toList();
    }
}
