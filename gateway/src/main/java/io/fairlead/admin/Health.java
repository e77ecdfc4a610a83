package io.fairlead.admin;

import io.fairlead.transport.api.ApiAnswer;

/** What {@code /livez} and {@code /readyz} say: a sentence first, then what is known, a line each. Any thread. */
final class Health {

    static final String LIVE = "/livez";
    static final String READY = "/readyz";

    private final NodeState node;
    private final LoopWatch loops;

    Health(NodeState node, LoopWatch loops) {
        this.node = node;
        this.loops = loops;
    }

    ApiAnswer live() {
        var stuck = loops.stuck();
        return stuck.isEmpty()
                ? ApiAnswer.text(200, "alive\nnode: " + node.name())
                : ApiAnswer.text(
                        503,
                        "stuck: event loops " + stuck
                                + " do not answer; take a thread dump, and restart the gateway\nnode: " + node.name());
    }

    /** An outage does not make a node unready: its clients stay, and no other node would be better off. */
    ApiAnswer ready() {
        if (node.draining()) {
            return answer(false, "draining: this gateway takes no new clients and ends soon");
        }
        if (!node.brokerReached()) {
            return answer(false, "starting: the broker has not been reached yet; the log says why");
        }
        if (node.full()) {
            return answer(false, "full: this gateway has all the clients it may have; others take new ones");
        }
        return answer(true, "ready");
    }

    private ApiAnswer answer(boolean ready, String sentence) {
        return ApiAnswer.text(
                ready ? 200 : 503,
                sentence + "\nnode: " + node.name() + "\nbroker: " + (node.brokerUp() ? "up" : "down") + "\ndraining: "
                        + (node.draining() ? "yes" : "no") + "\nclients: " + node.clients());
    }
}
