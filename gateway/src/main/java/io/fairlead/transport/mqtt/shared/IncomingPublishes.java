package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Renewals;
import io.fairlead.session.Command;
import io.fairlead.session.CommandId;
import io.fairlead.session.Payload;
import io.fairlead.session.PublishPacket;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.topic.Qos;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.fairlead.wire.mqtt.PublishProperties;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's PUBLISH packets, as commands of its session. */
final class IncomingPublishes {

    private static final String OURS = "$fairlead/";
    private static final String REPLIES = "$reply/";

    private final Answers answers;
    private final Consumer<Command> commands;

    IncomingPublishes(Answers answers, Consumer<Command> commands) {
        this.answers = answers;
        this.commands = commands;
    }

    void onPublish(PublishFrame publish) {
        PublishProperties says = PublishProperties.of(publish);
        if (says.topicAlias() != 0) {
            throw new MqttFault(
                    MqttFault.TOPIC_ALIAS_INVALID, "a topic alias, where CONNACK says that there are none here");
        }
        if (!begins(publish)) {
            return;
        }
        String topic = publish.topic();
        CommandId id = publish.qos() == 0
                ? null
                : PacketKey.ofPublish(publish.qos(), publish.packetId()).id();
        if (topic.equals(Renewals.AUTH_TOPIC)) {
            String token = new String(payload(publish), StandardCharsets.UTF_8);
            commands.accept(new Command.Auth(
                    PacketKey.ofToken(publish.qos(), publish.packetId()).id(), token));
        } else if (topic.startsWith(OURS) || topic.startsWith(REPLIES)) {
            refuse(
                    id,
                    Reason.NO_ROUTE,
                    "topics below " + OURS + " and " + REPLIES + " are the gateway's own, and only "
                            + Renewals.AUTH_TOPIC + " can be published to");
        } else if (says.request()) {
            refuse(
                    id,
                    Reason.NOT_SUPPORTED,
                    "a response topic needs a broker connection of the client's own; publish without it, or on a listener of"
                            + " mode relay");
        } else {
            commands.accept(command(id, topic, publish, says));
        }
    }

    /** Whether it is one that is to be carried out, and not the repetition of one that was. */
    private boolean begins(PublishFrame publish) {
        PublishAnswers publishes = answers.publishes();
        if (publish.qos() == 0) {
            return true;
        }
        if (publish.qos() == 1) {
            publishes.exchanges().begin();
            return true;
        }
        Exchanges.Arrival arrival = publishes.exchanges().begin(publish.packetId());
        if (arrival == Exchanges.Arrival.ANSWERED) {
            publishes.accept(PacketKey.ofPublish(2, publish.packetId()));
        }
        return arrival == Exchanges.Arrival.NEW;
    }

    private void refuse(@Nullable CommandId id, Reason reason, String why) {
        answers.failed(new Reply.Failed(id, reason, why, -1, -1));
    }

    private static Command command(@Nullable CommandId id, String topic, PublishFrame publish, PublishProperties says) {
        return new Command.Publish(
                id,
                topic,
                new Payload(PayloadForm.BINARY, payload(publish)),
                Qos.of(publish.qos()),
                publish.isRetain(),
                says.expirySeconds(),
                false,
                says.contentType(),
                says.properties(),
                new PublishPacket(says.utf8()));
    }

    private static byte[] payload(PublishFrame publish) {
        return ByteBufUtil.getBytes(publish.bytes(), publish.payloadAt(), publish.payloadBytes());
    }
}
