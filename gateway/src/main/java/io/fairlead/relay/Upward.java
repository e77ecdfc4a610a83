package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.Rate;
import io.fairlead.topicmap.Topics;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's publishes on their way to the broker: allowed, renamed, passed on. What is known of the names that came last is
 * kept, so that a message costs no more than its first bytes. Owned by the client's loop.
 */
final class Upward {

    private static final Denial REFUSED_BEFORE =
            new Denial(Reason.FORBIDDEN, "this repeats a publish that was refused, and is refused as that was");

    /** What takes part in it beside the broker. */
    interface Outlet {

        /** A publish was refused. */
        void onRefused(PublishFrame publish, Denial denial);

        /** A publish carries a fresh token. */
        void onFreshToken(PublishFrame publish);

        /** No publish may follow for so many milliseconds. */
        void onTooFast(long millis);
    }

    // As long as the connection.
    private final Entry entry;
    private final BrokerTerms terms;
    private final PublishExchanges exchanges;
    private final ResponseTopics responses;
    private final Outlet outlet;
    private final FrameWriter writer;
    private final TopicAliases aliases;
    private final Tempo tempo;
    private final Map<String, Pace> routes = new HashMap<>();
    private final PropertyEdit edit = new PropertyEdit();

    // As long as the identity and the topic map.
    private final NameCache<NameCache.Named> known = new NameCache<>();
    private @Nullable Topics topics;
    private byte[] mark = {};

    Upward(
            Entry entry,
            BrokerTerms terms,
            PublishExchanges exchanges,
            ResponseTopics responses,
            FrameWriter writer,
            Tempo tempo,
            Outlet outlet) {
        this.entry = entry;
        this.terms = terms;
        this.exchanges = exchanges;
        this.responses = responses;
        this.writer = writer;
        this.outlet = outlet;
        this.aliases = new TopicAliases(terms.aliases());
        this.tempo = tempo;
    }

    /** The identity has changed: what was decided is to be decided again. */
    void forget() {
        topics = null;
    }

    void onPublish(PublishFrame frame) {
        edit.read(frame);
        int alias = edit.alias();
        PublishName name = alias == 0 ? named(frame) : aliased(frame, alias);
        if (name instanceof PublishName.FreshToken) {
            spend(frame, name);
            outlet.onFreshToken(frame);
            return;
        }
        Denial denial = exchanges.repeatsRefused(frame) ? REFUSED_BEFORE : pass(frame, alias, name);
        if (denial != null) {
            outlet.onRefused(frame, denial);
        }
        spend(frame, name);
    }

    // ---- What the name stands for

    private PublishName named(PublishFrame frame) {
        if (frame.topicBytes() == 0) {
            throw MqttFault.protocol("a PUBLISH without a topic and without an alias for it");
        }
        return find(frame.bytes(), frame.topicAt(), frame.topicBytes());
    }

    private PublishName aliased(PublishFrame frame, int alias) {
        if (!aliases.allows(alias)) {
            throw new MqttFault(
                    MqttFault.TOPIC_ALIAS_INVALID,
                    "topic alias " + alias + ", where " + terms.aliases() + " is the highest allowed");
        }
        if (frame.topicBytes() > 0) {
            aliases.hear(alias, frame.bytes(), frame.topicAt(), frame.topicBytes());
        }
        ByteBuf name = aliases.heard(alias);
        if (name == null) {
            throw MqttFault.protocol("topic alias " + alias + ", which was never given a topic");
        }
        return find(name, 0, name.writerIndex());
    }

    private PublishName find(ByteBuf bytes, int at, int length) {
        Topics now = entry.rights().topics();
        if (now != topics) {
            topics = now;
            known.clear();
            mark = SenderMark.of(entry.rights().identity().user());
        }
        NameCache.Named found = known.get(bytes, at, length);
        return found == null ? decide(bytes.toString(at, length, StandardCharsets.UTF_8)) : (PublishName) found;
    }

    private PublishName decide(String name) {
        if (name.equals(OwnNames.FRESH_TOKEN)) {
            return new PublishName.FreshToken();
        }
        if (name.startsWith(ResponseTopics.REPLIES)) {
            TopicName topic = responses.topicOf(name, entry.around().nowMillis());
            return topic != null
                    ? new PublishName.Reply(bytes(topic.value()))
                    : new PublishName.Refused(bytes(name), ResponseTopics.unknown(name));
        }
        PublishName decided =
                OwnNames.holds(name) ? new PublishName.Refused(bytes(name), OwnNames.noPublish(name)) : mapped(name);
        known.put((NameCache.Named) decided);
        return decided;
    }

    private PublishName mapped(String channel) {
        Mapping<PublishGrant> mapping = entry.rights().forPublish(channel);
        if (!(mapping instanceof Mapping.Mapped<PublishGrant> mapped)) {
            return new PublishName.Refused(bytes(channel), Denial.of((Mapping.Denied<PublishGrant>) mapping));
        }
        PublishGrant grant = mapped.grant();
        Rate rate = grant.rate();
        Pace own = rate == null
                ? null
                : routes.computeIfAbsent(
                        grant.route(), route -> new Pace(rate, entry.around().nowMillis()));
        return new PublishName.Channel(
                bytes(channel), grant, bytes(grant.topic().value()), PassingProperties.fromClient(grant.props()), own);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- What becomes of the message

    /** Passes a message on; returns why not, where it may not be. */
    private @Nullable Denial pass(PublishFrame frame, int alias, PublishName name) {
        if (name instanceof PublishName.Channel channel) {
            Denial denial = PublishRules.check(channel.grant(), frame);
            return denial != null ? denial : pass(frame, alias, channel.topic(), channel.passing());
        }
        if (name instanceof PublishName.Reply reply) {
            return frame.isRetain()
                    ? new Denial(Reason.FORBIDDEN, "an answer cannot be retained; publish it without retain")
                    : pass(frame, alias, reply.topic(), PublishName.Reply.PASSING);
        }
        return ((PublishName.Refused) name).denial();
    }

    private @Nullable Denial pass(PublishFrame frame, int alias, ByteBuf topic, PassingProperties passing) {
        boolean told = alias > 0 && frame.topicBytes() == 0 && aliases.isTold(alias, topic);
        int topicBytes = told ? 0 : topic.writerIndex();
        Denial denial = frame.isV5() ? edit(alias, passing) : null;
        if (denial == null) {
            denial = PublishRules.checkSize(
                    PacketSizes.publish(
                            topicBytes, frame.qos(), frame.isV5() ? edit.bytes() : -1, frame.payloadBytes()),
                    terms.largest());
        }
        if (denial != null) {
            return denial;
        }
        exchanges.pass(frame);
        writer.write(frame, topic, topicBytes, edit);
        if (alias > 0) {
            aliases.tell(alias, topic);
        }
        entry.around().loop().meters().relayedUp.increment();
        return null;
    }

    private @Nullable Denial edit(int alias, PassingProperties passing) {
        edit.toBearAlias(alias).toPass(passing).toAdd(mark);
        String asked = edit.responseTopic();
        if (asked == null) {
            return null;
        }
        ResponseTopics.Asked answer = ResponseTopics.forBroker(entry.rights(), asked);
        if (answer.topic() != null) {
            edit.toAnswerTo(answer.topic().value().getBytes(StandardCharsets.UTF_8));
        }
        return answer.topic() == null ? Objects.requireNonNull(answer.denial()) : null;
    }

    private void spend(PublishFrame frame, PublishName name) {
        long rest = tempo.publish(frame, name instanceof PublishName.Channel channel ? channel.pace() : null);
        if (rest > 0) {
            outlet.onTooFast(rest);
        }
    }
}
