package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a client may have its will published, and as what: a will is held to all that a PUBLISH is held to. */
final class WillRules {

    private final Rights rights;

    WillRules(Rights rights) {
        this.rights = rights;
    }

    /**
     * What is said of a CONNECT.
     *
     * @param will as the broker may have it; null if there is none, or it is denied
     * @param denial null where it is not
     */
    record Verdict(@Nullable Will will, @Nullable Denial denial) {

        static final Verdict NONE = new Verdict(null, null);

        static Verdict denied(Denial denial) {
            return new Verdict(null, denial);
        }
    }

    Verdict judge(MqttConnectMessage connect, boolean v5) {
        if (!connect.variableHeader().isWillFlag()) {
            return Verdict.NONE;
        }
        String channel = Objects.requireNonNull(connect.payload().willTopic(), "a will has a topic");
        Mapping<PublishGrant> mapping = rights.forPublish(channel);
        if (!(mapping instanceof Mapping.Mapped<PublishGrant> mapped)) {
            return Verdict.denied(Denial.of((Mapping.Denied<PublishGrant>) mapping));
        }
        PublishGrant grant = mapped.grant();
        int bytes = Objects.requireNonNull(connect.payload().willMessageInBytes()).length;
        Denial broken = PublishRules.check(grant, connect.variableHeader().isWillRetain(), bytes);
        return broken != null ? Verdict.denied(broken) : granted(connect, grant, v5);
    }

    private Verdict granted(MqttConnectMessage connect, PublishGrant grant, boolean v5) {
        MqttProperties properties = new MqttProperties();
        if (v5) {
            PassingProperties passing = PassingProperties.fromClient(grant.props());
            for (MqttProperty<?> property : connect.payload().willProperties().listAll()) {
                if (property.propertyId() == MqttProperties.RESPONSE_TOPIC) {
                    ResponseTopics.Asked asked = ResponseTopics.forBroker(rights, ((StringProperty) property).value());
                    if (asked.denial() != null || asked.topic() == null) {
                        return Verdict.denied(Objects.requireNonNullElse(
                                asked.denial(), new Denial(Reason.INTERNAL, "it is unknown")));
                    }
                    properties.add(new StringProperty(
                            MqttProperties.RESPONSE_TOPIC, asked.topic().value()));
                } else if (property instanceof UserProperties users) {
                    properties.add(passing.of(users));
                } else {
                    properties.add(property);
                }
            }
            String user = rights.identity().user();
            if (user != null && SenderMark.of(user).length > 0) {
                properties.add(new UserProperty("fairlead-from", user));
            }
        }
        return new Verdict(new Will(grant.topic().value(), properties), null);
    }
}
