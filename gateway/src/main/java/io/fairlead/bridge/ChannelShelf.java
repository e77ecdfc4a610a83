package io.fairlead.bridge;

import io.fairlead.metrics.LoopMeters;
import io.fairlead.topic.Message;

/** What the live channels of one shared link have in common. Used on the link's loop only. */
interface ChannelShelf {

    /** The loop of the link, and of its channels. */
    LoopSessions home();

    LoopMeters meters();

    /** A name for an epoch, that no other epoch of any node has. */
    String nextEpoch();

    /** Whether a live message says that a retained one was deleted. */
    boolean tellsDeletion(Message message);

    /** Whether live messages tell which of them are retained, so that retained ones can be kept here (MQTT 5). */
    boolean knowsRetained();

    RetainedFetch fetch();

    /** Tells when the link has caught up with what another has brought. */
    CatchUp catchUp();

    NodeSettings.Retained bounds();

    /** The room for what channels keep for clients that come back. */
    RecoveryRoom recoveryRoom();

    /** What is left of the bytes that the link's retained messages may take. */
    Budget budget();

    /** Bytes that may still be used. Owned by the link's loop. */
    final class Budget {
        private long left;

        Budget(long left) {
            this.left = left;
        }

        boolean take(long bytes) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }

        void giveBack(long bytes) {
            left += bytes;
        }
    }
}
