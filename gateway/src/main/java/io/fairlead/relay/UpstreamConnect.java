package io.fairlead.relay;

import io.fairlead.broker.BrokerSettings.Credentials;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The CONNECT that the broker gets for a client's: everything of it but what names the client and its will. */
final class UpstreamConnect {

    /** The user properties that are not the gateway's own to make. */
    private static final PassingProperties NOT_OURS = PassingProperties.fromClient(Set.of("*"));

    private final MqttConnectMessage connect;
    private final Wishes wishes;
    private final RelaySettings settings;

    UpstreamConnect(MqttConnectMessage connect, Wishes wishes, RelaySettings settings) {
        this.connect = connect;
        this.wishes = wishes;
        this.settings = settings;
    }

    /** @param will the client's, as the broker may have it; null if it has none */
    MqttConnectMessage packet(Guest guest, @Nullable Will will) {
        MqttConnectVariableHeader asked = connect.variableHeader();
        UserAndPassword shown = shown(guest);
        MqttConnectVariableHeader header = new MqttConnectVariableHeader(
                asked.name(),
                asked.version(),
                shown.user() != null,
                shown.password() != null,
                asked.isWillRetain(),
                asked.willQos(),
                will != null,
                asked.isCleanSession(),
                asked.keepAliveTimeSeconds(),
                properties(guest));
        MqttConnectPayload payload = new MqttConnectPayload(
                guest.upstreamId(),
                will == null ? MqttProperties.NO_PROPERTIES : will.properties(),
                will == null ? null : will.topic(),
                will == null ? null : connect.payload().willMessageInBytes(),
                shown.user(),
                shown.password());
        return new MqttConnectMessage(connect.fixedHeader(), header, payload);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record UserAndPassword(@Nullable String user, byte @Nullable [] password) {}

    private UserAndPassword shown(Guest guest) {
        return switch (settings.shownToBroker()) {
            case GATEWAY -> gateway(null);
            case USER -> gateway(guest.identity().user());
            case CLIENT ->
                new UserAndPassword(
                        connect.payload().userName(), connect.payload().passwordInBytes());
        };
    }

    /** @param user stands in place of the gateway's own user name; null for that */
    private UserAndPassword gateway(@Nullable String user) {
        Credentials own = settings.credentials();
        if (own == null) {
            return new UserAndPassword(user, null);
        }
        byte[] password = own.password().getBytes(StandardCharsets.UTF_8);
        return new UserAndPassword(user == null ? own.user() : user, password);
    }

    private MqttProperties properties(Guest guest) {
        if (!wishes.v5()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : connect.variableHeader().properties().listAll()) {
            if (passes(property.propertyId(), guest)) {
                properties.add(property instanceof UserProperties users ? NOT_OURS.of(users) : property);
            }
        }
        if (wishes.aliases() > 0) {
            properties.add(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, wishes.aliases()));
        }
        long told = PacketSizes.toldToBroker(wishes.largest(), PacketSizes.UNLIMITED);
        if (told < PacketSizes.UNLIMITED) {
            properties.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, (int) told));
        }
        return properties;
    }

    private static boolean passes(int property, Guest guest) {
        return switch (property) {
            case MqttProperties.MAXIMUM_PACKET_SIZE, MqttProperties.TOPIC_ALIAS_MAXIMUM -> false;
            case MqttProperties.AUTHENTICATION_METHOD, MqttProperties.AUTHENTICATION_DATA ->
                guest.authenticatesWithBroker();
            default -> true;
        };
    }
}
