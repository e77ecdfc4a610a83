package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.util.Locale;

/**
 * The CONNACK that the client gets for the broker's: all that it says, but for names. What would lead the client past the
 * gateway is left out: the prefix of the broker's response topics, and its reference to another server.
 */
final class ConnAckMapping {

    private final Wishes wishes;
    private final Guest guest;
    private final long largest;

    /** @param largest the largest packet the gateway takes from clients */
    ConnAckMapping(Wishes wishes, Guest guest, long largest) {
        this.wishes = wishes;
        this.guest = guest;
        this.largest = largest;
    }

    MqttMessage packet(MqttConnAckMessage broker) {
        MqttConnAckVariableHeader said = broker.variableHeader();
        MqttProperties properties = wishes.v5() ? properties(broker) : MqttProperties.NO_PROPERTIES;
        return new MqttConnAckMessage(
                broker.fixedHeader(),
                new MqttConnAckVariableHeader(said.connectReturnCode(), said.isSessionPresent(), properties));
    }

    private MqttProperties properties(MqttConnAckMessage broker) {
        MqttConnAckVariableHeader said = broker.variableHeader();
        if (said.connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            return refusal(said);
        }
        MqttProperties properties = passing(said.properties());
        int mark = SenderMark.of(guest.identity().user()).length;
        int aliases = BrokerTerms.of(broker).aliases();
        if (aliases > 0) {
            properties.add(new IntegerProperty(MqttProperties.TOPIC_ALIAS_MAXIMUM, aliases));
        }
        long told = PacketSizes.toldToClient(BrokerTerms.largest(said.properties()), largest, mark);
        if (told < PacketSizes.UNLIMITED) {
            properties.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, (int) told));
        }
        if (guest.given()) {
            properties.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, guest.name()));
        }
        String method = wishes.authMethod();
        if (method != null && !guest.authenticatesWithBroker()) {
            properties.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, method));
        }
        return properties;
    }

    /** The broker's reason, with the leg that refused. */
    private MqttProperties refusal(MqttConnAckVariableHeader said) {
        MqttProperties properties = new MqttProperties();
        passing(said.properties()).listAll().stream()
                .filter(property -> property.propertyId() != MqttProperties.REASON_STRING)
                .forEach(properties::add);
        String words = Wishes.text(said.properties(), MqttProperties.REASON_STRING);
        String text = "broker: " + (words != null ? words : "it refused the client: " + name(said.connectReturnCode()));
        Goodbyes.explanation(wishes, text).listAll().forEach(properties::add);
        return properties;
    }

    private static String name(MqttConnectReturnCode code) {
        return code.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("^connection_refused_|_5$", "")
                .replace('_', ' ');
    }

    private static MqttProperties passing(MqttProperties said) {
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : said.listAll()) {
            if (passes(property.propertyId())) {
                properties.add(property);
            }
        }
        return properties;
    }

    private static boolean passes(int property) {
        return switch (property) {
            case MqttProperties.MAXIMUM_PACKET_SIZE,
                    MqttProperties.TOPIC_ALIAS_MAXIMUM,
                    MqttProperties.ASSIGNED_CLIENT_IDENTIFIER,
                    MqttProperties.RESPONSE_INFORMATION,
                    MqttProperties.SERVER_REFERENCE -> false;
            default -> true;
        };
    }
}
