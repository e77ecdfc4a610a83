package io.fairlead.relay;

import io.fairlead.config.TopicMapFile;
import io.fairlead.identity.Identity;
import io.fairlead.topicmap.Topics;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A topic map for tests, and identities under it. */
final class RelayMap {

    static final Topics TOPICS = TopicMapFile.parse("""
            version: 1
            routes:
              - name: alarm
                channel: devices/{device}/telemetry/alarm
                topic: dt/{device}/tele/alarm
                subscribe: {allow: [{role: operator}]}
              - name: telemetry
                channel: devices/{device}/telemetry/{metric...}
                topic: dt/{device}/tele/{metric...}
                subscribe: {allow: [anyone], wildcards: [device, metric], share: [workers], props: [colour]}
                publish: {allow: [anyone], maxBytes: 100, retain: true, props: [colour]}
              - name: mirror
                channel: mirror/{device}/{metric...}
                topic: dt/{device}/tele/{metric...}
                subscribe: {allow: [anyone], wildcards: [device, metric]}
              - name: command
                channel: devices/{device}/cmd
                topic: dt/{device}/cmd
                subscribe: {allow: [{role: device}]}
                publish: {allow: [{role: operator}]}
              - name: inbox
                channel: me/inbox
                topic: im/{user}/inbox
                subscribe: {allow: [authenticated]}
                publish: {allow: [authenticated]}
              - name: site
                channel: site/{part}
                topic: sites/{claim.site}/{part}
                subscribe: {allow: [authenticated], wildcards: [part]}
              - name: answers
                channel: answers/{to}
                topic: rr/{to}
                subscribe: {allow: [authenticated]}
                publish: {allow: [{role: device}]}
            """);

    private RelayMap() {}

    static Rights rights(Identity identity) {
        return new Rights(() -> TOPICS, identity, "c1");
    }

    static Identity user(@Nullable String name, String... roles) {
        return new Identity(name, Set.of(roles), Map.of(), null, null);
    }

    static Identity at(String site) {
        return new Identity("alice", Set.of(), Map.of("site", site), null, null);
    }
}
