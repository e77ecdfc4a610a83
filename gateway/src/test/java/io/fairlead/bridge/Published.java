package io.fairlead.bridge;

import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.util.ArrayList;
import java.util.List;

/** What was published in a walk, in order; each text is its number. */
final class Published {

    private final List<TopicName> topics = new ArrayList<>();

    /** The text of the next message. */
    String next(String topic) {
        topics.add(new TopicName(topic));
        return Integer.toString(topics.size() - 1);
    }

    /** The number of the first message after this one that a filter matches; negative if there is none. */
    int after(int number, String filter) {
        TopicFilter wanted = new TopicFilter(filter);
        for (int i = number + 1; i < topics.size(); i++) {
            if (wanted.matches(topics.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
