package io.fairlead.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.wire.mqtt.MqttFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalsTest {

    private static final long START = 1_000_000;
    private static final long HOUR = 3_600_000;

    private final List<String> done = new ArrayList<>();
    private final Renewals renewals = renewals(alice(HOUR), true);

    private static Identity alice(long lifeMillis) {
        return new Identity("alice", Set.of(), Map.of(), Instant.ofEpochMilli(START + lifeMillis), null);
    }

    private Renewals renewals(Identity identity, boolean ownMethod) {
        return new Renewals(identity, ownMethod, 10_000, new Recorder(), START);
    }

    /** Writes down what is to be done. */
    private final class Recorder implements Renewals.Client {
        @Override
        public void check(long number, String token) {
            done.add("check " + number + " " + token);
        }

        @Override
        public void write(MqttMessage packet) {
            MqttReasonCodeAndPropertiesVariableHeader header =
                    (MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader();
            done.add(packet.fixedHeader().messageType() + " " + header.reasonCode() + " "
                    + Credentials.text(header.properties(), MqttProperties.AUTHENTICATION_METHOD));
        }

        @Override
        public void acknowledge(Renewal.ByPublish publish) {
            done.add("acknowledge " + publish.qos() + " " + publish.packetId());
        }

        @Override
        public void deny(Renewal.ByPublish publish, Reason reason, String why) {
            done.add("deny " + publish.qos() + " " + publish.packetId() + " " + reason.code());
        }

        @Override
        public void tell(Reply reply) {
            done.add("tell " + json(reply));
        }

        @Override
        public void renewed(Identity identity) {
            done.add("renewed " + identity.user());
        }

        @Override
        public void close(Reason reason, String why) {
            done.add("close " + reason.code());
        }
    }

    private static String json(Reply reply) {
        ByteBuf packet = Notices.packet(reply, false, UnpooledByteBufAllocator.DEFAULT);
        try {
            String text = packet.toString(StandardCharsets.UTF_8);
            return text.substring(text.indexOf('{'));
        } finally {
            packet.release();
        }
    }

    private static MqttMessage auth(int code, @Nullable String method, @Nullable String token) {
        MqttProperties properties = new MqttProperties();
        if (method != null) {
            properties.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, method));
        }
        if (token != null) {
            properties.add(
                    new BinaryProperty(MqttProperties.AUTHENTICATION_DATA, token.getBytes(StandardCharsets.UTF_8)));
        }
        return MqttMessageBuilders.auth()
                .reasonCode((byte) code)
                .properties(properties)
                .build();
    }

    private static MqttMessage auth(String token) {
        return auth(0x19, "fairlead-jwt", token);
    }

    private void publish(int qos, int packetId, String token) {
        renewals.onPublish(qos, packetId, token.getBytes(StandardCharsets.UTF_8), START);
    }

    private static AuthOutcome verified(Identity identity) {
        return new AuthOutcome.Verified(identity);
    }

    @Test
    void auth_tokenThatHolds_isAnsweredWithSuccessAndTheIdentityIsRenewed() {
        renewals.onAuth(auth("fresh"), START);
        renewals.onOutcome(1, verified(alice(2 * HOUR)), START);

        assertThat(done).containsExactly("check 1 fresh", "AUTH 0 fairlead-jwt", "renewed alice");
        assertThat(renewals.identity()).isEqualTo(alice(2 * HOUR));
        assertThat(renewals.deadline()).isEqualTo(START + 2 * HOUR - 60_000);
    }

    @Test
    void auth_tokenThatDoesNotHold_closes() {
        renewals.onAuth(auth("bad"), START);
        renewals.onOutcome(1, new AuthOutcome.Rejected("no"), START);

        assertThat(done).containsExactly("check 1 bad", "close unauthenticated");
    }

    @Test
    void auth_tokenOfAnotherUser_closes() {
        renewals.onAuth(auth("bobs"), START);
        renewals.onOutcome(1, verified(new Identity("bob", Set.of(), Map.of(), null, null)), START);

        assertThat(done).containsExactly("check 1 bobs", "close forbidden");
        assertThat(renewals.identity().user()).isEqualTo("alice");
    }

    @Test
    void auth_withoutToken_isNoTokenAndChecked() {
        renewals.onAuth(auth(0x19, "fairlead-jwt", null), START);

        assertThat(done).containsExactly("check 1 ");
    }

    @Test
    void auth_authenticatorThatDoesNotAnswer_closes() {
        renewals.onAuth(auth("fresh"), START);
        renewals.onDeadline(START + 10_000);
        renewals.onOutcome(1, verified(alice(2 * HOUR)), START + 10_001);

        assertThat(done).containsExactly("check 1 fresh", "close internal");
    }

    @Test
    void auth_afterTheAnswer_mayComeAgain() {
        renewals.onAuth(auth("a"), START);
        renewals.onOutcome(1, verified(alice(HOUR)), START);
        renewals.onAuth(auth("b"), START);

        assertThat(done).endsWith("check 2 b");
    }

    @ParameterizedTest
    @CsvSource({"0, fairlead-jwt", "24, fairlead-jwt", "25, SCRAM-SHA-1", "25, "})
    void auth_outOfPlace_isAFault(int code, @Nullable String method) {
        assertThatThrownBy(() -> renewals.onAuth(auth(code, method, "t"), START))
                .isInstanceOfSatisfying(
                        MqttFault.class, fault -> assertThat(fault.code()).isEqualTo(MqttFault.PROTOCOL_ERROR));
        assertThat(done).isEmpty();
    }

    @Test
    void auth_withoutTheMethodInConnect_isAFault() {
        assertThatThrownBy(() -> renewals(alice(HOUR), false).onAuth(auth("t"), START))
                .isInstanceOf(MqttFault.class);
    }

    @Test
    void auth_beforeTheAnswerToAnother_isAFault() {
        renewals.onAuth(auth("a"), START);

        assertThatThrownBy(() -> renewals.onAuth(auth("b"), START)).isInstanceOf(MqttFault.class);
    }

    @Test
    void publish_tokenThatHolds_isAcknowledgedAndTold() {
        publish(1, 7, "fresh");
        renewals.onOutcome(1, verified(alice(2 * HOUR)), START);

        assertThat(done)
                .containsExactly(
                        "check 1 fresh",
                        "acknowledge 1 7",
                        "tell {\"type\":\"authenticated\",\"expires\":\"1970-01-01T02:16:40Z\"}",
                        "renewed alice");
    }

    @Test
    void publish_tokenThatDoesNotHold_isDeniedAndToldAndTheConnectionStays() {
        publish(2, 9, "bad");
        renewals.onOutcome(1, new AuthOutcome.Rejected("no good"), START);

        assertThat(done)
                .containsExactly(
                        "check 1 bad",
                        "deny 2 9 unauthenticated",
                        "tell {\"type\":\"error\",\"code\":\"unauthenticated\",\"leg\":\"client\",\"retryable\":false,"
                                + "\"reason\":\"no good\",\"help\":\"errors#unauthenticated\"}");
        assertThat(renewals.identity()).isEqualTo(alice(HOUR));
    }

    @Test
    void publish_tokenThatCannotBeChecked_isDeniedAndToldWhenToTryAgain() {
        publish(1, 7, "fresh");
        renewals.onOutcome(1, new AuthOutcome.Unavailable("no answer", 5_000), START);

        assertThat(done)
                .containsExactly(
                        "check 1 fresh",
                        "deny 1 7 auth_unavailable",
                        "tell {\"type\":\"error\",\"code\":\"auth_unavailable\",\"leg\":\"gateway\",\"retryable\":true,"
                                + "\"retryAfterMs\":5000,\"reason\":\"no answer\",\"help\":\"errors#auth_unavailable\"}");
    }

    @Test
    void publish_tokenOfAnotherUser_isDenied() {
        publish(1, 7, "bobs");
        renewals.onOutcome(1, verified(new Identity("bob", Set.of(), Map.of(), null, null)), START);

        assertThat(done).contains("deny 1 7 forbidden");
    }

    @Test
    void publish_whileAnotherTokenIsChecked_isDenied() {
        publish(1, 7, "a");
        publish(1, 8, "b");
        renewals.onOutcome(1, verified(alice(HOUR)), START);

        assertThat(done)
                .contains("check 1 a", "deny 1 8 rate_limited", "acknowledge 1 7")
                .doesNotContain("check 2 b");
    }

    @Test
    void token_beforeItsEnd_isWarnedOfOnceAndCloses() {
        assertThat(renewals.deadline()).isEqualTo(START + HOUR - 60_000);
        renewals.onDeadline(START + HOUR - 60_000);
        renewals.onDeadline(START + HOUR - 50_000);
        assertThat(renewals.deadline()).isEqualTo(START + HOUR);
        renewals.onDeadline(START + HOUR);

        assertThat(done)
                .containsExactly(
                        "tell {\"type\":\"notice\",\"code\":\"token_expiring\",\"inMs\":60000}", "close token_expired");
    }

    @Test
    void identity_withoutEnd_hasNoDeadline() {
        assertThat(renewals(Identity.ANONYMOUS, false).deadline()).isEqualTo(Long.MAX_VALUE);
    }
}
