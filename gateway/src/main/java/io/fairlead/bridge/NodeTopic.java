package io.fairlead.bridge;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;

/** A topic by which nodes tell each other something, over the first shared link. Called on the link's loop. */
interface NodeTopic {

    /** Takes a message that is of this topic; returns whether it is. Any loop: only the first link tells it on. */
    boolean takes(Message message, int linkNumber);

    void onUp(LinkUp told);

    void onDown();

    /** The link has got a filter back that the broker had forgotten. */
    void onFilterRestored(TopicFilter restored);

    void onFilterLost(TopicFilter lost, SubscribeOutcome.Refused refused);
}
