package io.fairlead.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.fairlead.session.Reason;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonCodesTest {

    @ParameterizedTest
    @EnumSource
    void codeOfEachReason_isOneThatItsPacketMayBear(Reason reason) {
        assertThatCode(() -> {
                    MqttConnectReturnCode.valueOf((byte) ReasonCodes.connAck(reason));
                    MqttConnectReturnCode.valueOf((byte) ReasonCodes.connAck311(reason));
                    MqttReasonCodes.Disconnect.valueOf((byte) ReasonCodes.disconnect(reason));
                    MqttReasonCodes.PubAck.valueOf((byte) ReasonCodes.pubAck(reason));
                    MqttReasonCodes.PubRec.valueOf((byte) ReasonCodes.pubAck(reason));
                    MqttReasonCodes.SubAck.valueOf((byte) ReasonCodes.subAck(reason));
                    MqttReasonCodes.UnsubAck.valueOf((byte) ReasonCodes.unsubAck(reason));
                })
                .doesNotThrowAnyException();
    }
}
