package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The broker has been sent the client's CONNECT; {@link Relaying} follows when it accepts. Nothing is read from the client,
 * unless it and the broker have more to say to each other until they know one another (MQTT 5, section 4.12).
 */
final class Connecting extends Unanswered {

    private final Entry entry;
    private final BrokerLeg leg;
    private @Nullable ScheduledFuture<?> limit;

    Connecting(Entry entry, BrokerLeg leg) {
        super(entry.around());
        this.entry = entry;
        this.leg = leg;
    }

    void begin(MqttConnectMessage connect) {
        leg.speaks(entry.wishes().v5());
        leg.write(connect);
        leg.flush();
        startLimit();
    }

    // ---- The broker

    @Override
    public void onBrokerPacket(MqttMessage packet) {
        if (packet instanceof MqttConnAckMessage connAck) {
            answered(connAck);
        } else if (packet.fixedHeader().messageType() == MqttMessageType.AUTH
                && entry.guest().authenticatesWithBroker()) {
            startLimit();
            entry.around().client().write(packet);
            entry.around().client().flush();
            entry.reading().set(ClientReading.Hindrance.CONNECTING, false);
        } else {
            throw MqttFault.protocol("a " + packet.fixedHeader().messageType() + " before the CONNACK");
        }
    }

    private void answered(MqttConnAckMessage connAck) {
        stopLimit();
        ConnAckMapping mapping = new ConnAckMapping(
                entry.wishes(), entry.guest(), entry.around().settings().maxPacketBytes());
        MqttMessage told = mapping.packet(connAck);
        if (connAck.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            Relaying next = new Relaying(
                    entry,
                    leg,
                    BrokerTerms.of(connAck),
                    connAck.variableHeader().isSessionPresent());
            entry.around().session().enter(next);
            next.begin(told);
            entry.around().session().onAnswered();
        } else {
            entry.around().over();
            entry.around()
                    .noteRefused(new Denial(
                            Reason.BROKER_REFUSED,
                            "the broker refused the CONNECT of client "
                                    + entry.guest().name() + " with code "
                                    + Byte.toUnsignedInt(connAck.variableHeader()
                                            .connectReturnCode()
                                            .byteValue())
                                    + "; its log may say more"));
            leg.cut();
            entry.around().client().close(told);
        }
    }

    @Override
    public void onBrokerFault(MqttFault fault) {
        end(Reason.BROKER_DOWN, "the broker answered with what MQTT does not allow: " + fault.why());
    }

    @Override
    public void onGatewayFailure() {
        end(Reason.INTERNAL, Reason.INTERNAL.text());
    }

    @Override
    public void onBrokerLost(@Nullable Throwable cause) {
        end(
                Reason.BROKER_DOWN,
                "the broker closed the connection without answering CONNECT"
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + "; it may not speak " + (entry.wishes().v5() ? "MQTT 5" : "MQTT 3.1.1")
                        + ", and its log may say more");
    }

    // ---- The client

    @Override
    void onPublish(PublishFrame publish) {
        if (entry.guest().authenticatesWithBroker()) {
            throw outOfPlace(MqttMessageType.PUBLISH);
        }
        super.onPublish(publish);
    }

    @Override
    void onPacket(MqttMessage packet) {
        if (entry.guest().authenticatesWithBroker()) {
            onExchange(packet);
        } else {
            super.onPacket(packet);
        }
    }

    private void onExchange(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case AUTH -> {
                leg.write(packet);
                leg.flush();
            }
            case DISCONNECT -> {
                stopLimit();
                entry.around().over();
                leg.leave(packet);
                entry.around().client().close(null);
            }
            default -> throw outOfPlace(packet.fixedHeader().messageType());
        }
    }

    @Override
    void onRevocations() {
        Denial revoked = entry.revoked();
        if (revoked != null) {
            end(revoked.reason(), revoked.why());
        }
    }

    @Override
    void onDrain(long closeAtMillis) {
        end(Reason.DRAINING, Reason.DRAINING.text());
    }

    @Override
    void onClosed() {
        stopLimit();
        leg.cut();
    }

    // ---- How it ends

    private void end(Reason reason, String why) {
        stopLimit();
        entry.refuse(reason, why);
        leg.cut();
    }

    private void startLimit() {
        stopLimit();
        limit = entry.around()
                .client()
                .loop()
                .schedule(
                        () -> end(Reason.BROKER_DOWN, "the broker did not answer CONNECT in time"),
                        entry.around().settings().connectTimeoutMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void stopLimit() {
        if (limit != null) {
            limit.cancel(false);
            limit = null;
        }
    }
}
