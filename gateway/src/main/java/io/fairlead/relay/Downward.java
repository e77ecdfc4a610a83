package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Topics;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The broker's messages on their way to the client: allowed, renamed, passed on, or withheld. Owned by the client's loop.
 */
final class Downward {

    private static final PassingProperties NONE = PassingProperties.toClient(Set.of());
    private static final Denial WITHHELD_BEFORE =
            new Denial(Reason.FORBIDDEN, "a message that was withheld before came again");

    // As long as the connection.
    private final Entry entry;
    private final DeliveryNames names;
    private final WithheldDeliveries deliveries;
    private final ResponseTopics responses;
    private final FrameWriter writer;
    private final BiConsumer<PublishFrame, Denial> withheld;
    private final TopicAliases aliases;
    private final PropertyEdit edit = new PropertyEdit();

    // As long as the identity, the subscriptions and the topic map.
    private final NameCache<NamedDelivery> known = new NameCache<>();
    private @Nullable Topics topics;

    /** @param withheld is told of messages that the client does not get */
    Downward(
            Entry entry,
            DeliveryNames names,
            WithheldDeliveries deliveries,
            ResponseTopics responses,
            FrameWriter writer,
            BiConsumer<PublishFrame, Denial> withheld) {
        this.entry = entry;
        this.names = names;
        this.deliveries = deliveries;
        this.responses = responses;
        this.writer = writer;
        this.withheld = withheld;
        this.aliases = new TopicAliases(entry.wishes().aliases());
    }

    /** The identity or a subscription has changed: what was decided is to be decided again. */
    void forget() {
        topics = null;
    }

    void onPublish(PublishFrame frame) {
        edit.read(frame);
        int alias = edit.alias();
        NamedDelivery name = alias == 0 ? named(frame) : aliased(frame, alias);
        Denial denial = deliveries.repeatsWithheld(frame) ? WITHHELD_BEFORE : pass(frame, alias, name);
        if (denial != null) {
            entry.around().loop().meters().relayWithheld.increment();
            withheld.accept(frame, denial);
        }
    }

    // ---- What the topic is to the client

    private NamedDelivery named(PublishFrame frame) {
        if (frame.topicBytes() == 0) {
            throw MqttFault.protocol("a PUBLISH without a topic and without an alias for it");
        }
        return find(frame.bytes(), frame.topicAt(), frame.topicBytes());
    }

    private NamedDelivery aliased(PublishFrame frame, int alias) {
        if (!aliases.allows(alias)) {
            throw new MqttFault(
                    MqttFault.TOPIC_ALIAS_INVALID,
                    "topic alias " + alias + ", where the client allows "
                            + entry.wishes().aliases());
        }
        if (frame.topicBytes() > 0) {
            aliases.hear(alias, frame.bytes(), frame.topicAt(), frame.topicBytes());
        }
        ByteBuf topic = aliases.heard(alias);
        if (topic == null) {
            throw MqttFault.protocol("topic alias " + alias + ", which was never given a topic");
        }
        return find(topic, 0, topic.writerIndex());
    }

    private NamedDelivery find(ByteBuf bytes, int at, int length) {
        Topics now = entry.rights().topics();
        if (now != topics) {
            topics = now;
            known.clear();
        }
        NamedDelivery found = known.get(bytes, at, length);
        return found == null || found.identifier() != edit.subscriptionIdentifier()
                ? decide(bytes.toString(at, length, StandardCharsets.UTF_8))
                : found;
    }

    private NamedDelivery decide(String topic) {
        int identifier = edit.subscriptionIdentifier();
        DeliveryNames.Named named = names.of(new TopicName(topic), identifier);
        NamedDelivery decided = named == null
                ? new NamedDelivery(bytes(topic), identifier, null, NONE)
                : new NamedDelivery(
                        bytes(topic),
                        identifier,
                        bytes(named.channel()),
                        PassingProperties.toClient(named.grant().props()));
        known.put(decided);
        return decided;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- What becomes of the message

    /** Passes a message on; returns why not, where the client does not get it. */
    private @Nullable Denial pass(PublishFrame frame, int alias, NamedDelivery name) {
        ByteBuf channel = name.channel();
        if (channel == null) {
            return notForTheClient(name);
        }
        boolean told = alias > 0 && frame.topicBytes() == 0 && aliases.isTold(alias, channel);
        int channelBytes = told ? 0 : channel.writerIndex();
        if (frame.isV5()) {
            edit(alias, name.passing());
        }
        long bytes =
                PacketSizes.publish(channelBytes, frame.qos(), frame.isV5() ? edit.bytes() : -1, frame.payloadBytes());
        if (bytes > entry.wishes().largest()) {
            return new Denial(
                    Reason.TOO_LARGE,
                    "a message on " + channel.toString(StandardCharsets.UTF_8) + " has " + bytes
                            + " bytes, and the client takes " + entry.wishes().largest() + " at most");
        }
        deliveries.deliver(frame);
        writer.write(frame, channel, channelBytes, edit);
        if (alias > 0) {
            aliases.tell(alias, channel);
        }
        entry.around().loop().meters().relayedDown.increment();
        return null;
    }

    private static Denial notForTheClient(NamedDelivery name) {
        return new Denial(
                Reason.FORBIDDEN,
                "the broker sent a message on " + name.name().toString(StandardCharsets.UTF_8)
                        + ", of which the client may not have any; it was acknowledged and withheld");
    }

    private void edit(int alias, PassingProperties passing) {
        edit.toBearAlias(alias).toPass(passing);
        String answers = edit.responseTopic();
        if (answers != null) {
            String seen =
                    responses.forClient(new TopicName(answers), entry.around().nowMillis());
            if (seen == null) {
                edit.toAnswerNowhere();
            } else {
                edit.toAnswerTo(seen.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
