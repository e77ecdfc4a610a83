package io.fairlead.admin;

import io.fairlead.transport.http.TextServer.Text;
import org.jspecify.annotations.Nullable;

/** What {@code /livez} and {@code /readyz} say: a sentence first, then what is known, a line each. Any thread. */
final class Health {

    private final NodeState node;
    private final LoopWatch loops;

    Health(NodeState node, LoopWatch loops) {
        this.node = node;
        this.loops = loops;
    }

    @Nullable
    Text answer(String path) {
        return switch (path) {
            case "/livez" -> live();
            case "/readyz" -> ready();
            default -> null;
        };
    }

    private Text live() {
        var stuck = loops.stuck();
        return stuck.isEmpty()
                ? new Text(true, "alive\nnode: " + node.name())
                : new Text(
                        false,
                        "stuck: event loops " + stuck
                                + " do not answer; take a thread dump, and restart the gateway\nnode: " + node.name());
    }

    /** An outage does not make a node unready: its clients stay, and no other node would be better off. */
    private Text ready() {
        if (node.draining()) {
            return answer(false, "draining: this gateway takes no new clients and ends soon");
        }
        if (!node.brokerReached()) {
            return answer(false, "starting: the broker has not been reached yet; the log says why");
        }
        return answer(true, "ready");
    }

    private Text answer(boolean ready, String sentence) {
        return new Text(
                ready,
                sentence + "\nnode: " + node.name() + "\nbroker: " + (node.brokerUp() ? "up" : "down") + "\ndraining: "
                        + (node.draining() ? "yes" : "no") + "\nclients: " + node.clients());
    }
}
