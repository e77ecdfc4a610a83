package io.fairlead.it.lost;

import java.util.List;

/** The topic map of these tests. */
final class Routes {

    /** How many messages the gateway keeps of a room. */
    static final int RING = 256;

    static final String MAP = """
            version: 1
            routes:
              - name: inbox
                channel: me/inbox
                topic: im/user/{user}/inbox
                payload: json
                subscribe: {allow: [authenticated], qos: 1, delivery: durable, expiry: 1h}
              - name: tasks
                channel: me/tasks
                topic: im/user/{user}/tasks
                payload: json
                subscribe: {allow: [authenticated], qos: 1, delivery: durable, expiry: 1h}
              - name: room
                channel: chat/{room}
                topic: im/room/{room}
                payload: json
                subscribe: {allow: [anyone], qos: 1, recover: {messages: %d, within: 2m}}
                publish: {allow: [anyone], qos: 1}
              - name: oldest
                channel: oldest/{feed}
                topic: im/oldest/{feed}
                payload: json
                subscribe: {allow: [anyone], qos: 1, slow: oldest}
              - name: latest
                channel: latest/{feed}
                topic: im/latest/{feed}
                payload: json
                subscribe: {allow: [anyone], qos: 1, slow: latest}
            """.formatted(RING);

    /** The durable channels. */
    static final List<String> DURABLE = List.of("me/inbox", "me/tasks");

    private Routes() {}

    /** The topics of a user's durable channels, in the same order. */
    static List<String> durableTopics(String user) {
        return List.of("im/user/" + user + "/inbox", "im/user/" + user + "/tasks");
    }

    /** The channel of a room. */
    static String room(String room) {
        return "chat/" + room;
    }

    /** The topic of a room. */
    static String roomTopic(String room) {
        return "im/room/" + room;
    }
}
