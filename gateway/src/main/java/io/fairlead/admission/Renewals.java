package io.fairlead.admission;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.session.Reason;
import io.fairlead.session.Refusal;
import io.fairlead.session.Reply;
import io.fairlead.session.Stay;
import io.fairlead.wire.mqtt.MqttFault;
import io.netty.handler.codec.mqtt.MqttMessage;

/**
 * Who a connected MQTT client is, until when, and how it shows fresh tokens: by AUTH packets of the gateway's own method, or by a
 * PUBLISH to {@link #AUTH_TOPIC}. Pure: time is an argument, in milliseconds since 1970, the next deadline a question, and
 * what is to be done goes to {@link Client}. For one thread.
 */
public final class Renewals implements Stay.Events<Renewal> {

    /** Where clients publish fresh tokens. Never reaches the broker. */
    public static final String AUTH_TOPIC = "$fairlead/auth";

    /** Where clients subscribe to what the gateway tells them. Never reaches the broker. */
    public static final String NOTICE_TOPIC = "$fairlead/notice";

    /** What is to be done; called during the call that it follows from. */
    public interface Client {

        /** Find out who shows this token; answered by {@link #onOutcome} with the same number, at once or later. */
        void check(long number, String token);

        /** Write this packet. */
        void write(MqttMessage packet);

        /** Acknowledge the PUBLISH that bore the fresh token; nothing to do with QoS 0. */
        void acknowledge(Renewal.ByPublish publish);

        /** Answer the PUBLISH that bore a token as one that is denied. */
        void deny(Renewal.ByPublish publish, Reason reason, String why);

        /** Tell the client, if it has subscribed to {@link #NOTICE_TOPIC}. */
        void tell(Reply reply);

        /** The identity is this from now on: what it may not have any more ends. */
        void renewed(Identity identity);

        /** Close the connection. */
        void close(Reason reason, String why);
    }

    private final Client client;
    private final Stay<Renewal> stay;
    private final boolean usesOwnMethod;
    private long lastNumber;
    private boolean authenticating;

    /**
     * @param usesOwnMethod whether the client's CONNECT named the gateway's own authentication method
     * @param timeoutMillis how long checking a token may take
     */
    public Renewals(Identity identity, boolean usesOwnMethod, long timeoutMillis, Client client, long nowMillis) {
        this.client = client;
        this.usesOwnMethod = usesOwnMethod;
        this.stay = new Stay<>(identity, timeoutMillis, () -> ++lastNumber, this, nowMillis);
    }

    /** The identity in force. */
    public Identity identity() {
        return stay.identity();
    }

    /**
     * The client sent an AUTH packet, and the authentication method is none of the broker's.
     *
     * @throws MqttFault if no AUTH packet may come here, or not this one
     */
    public void onAuth(MqttMessage auth, long nowMillis) {
        String token = ReAuthentication.tokenOf(auth, usesOwnMethod);
        if (authenticating) {
            throw MqttFault.protocol("an AUTH that begins a re-authentication before the one before was answered");
        }
        authenticating = true;
        stay.renew(new Renewal.ByAuth(), token, nowMillis);
    }

    /** The client published to {@link #AUTH_TOPIC}. */
    public void onPublish(int qos, int packetId, byte[] payload, long nowMillis) {
        stay.renew(new Renewal.ByPublish(qos, packetId), Credentials.utf8(payload), nowMillis);
    }

    /** Answers {@link Client#check}. */
    public void onOutcome(long number, AuthOutcome outcome, long nowMillis) {
        stay.onOutcome(number, outcome, nowMillis);
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. May change with every call. */
    public long deadline() {
        return stay.deadline();
    }

    /** The time that {@link #deadline} told has come. Does no harm when it comes early. */
    public void onDeadline(long nowMillis) {
        stay.onDeadline(nowMillis);
    }

    @Override
    public void check(long number, String token) {
        client.check(number, token);
    }

    @Override
    public void renewed(Renewal by, Identity identity) {
        if (by instanceof Renewal.ByPublish publish) {
            client.acknowledge(publish);
            client.tell(new Reply.Authenticated(null, identity.expires()));
        } else {
            authenticating = false;
            client.write(ReAuthentication.success());
        }
        client.renewed(identity);
    }

    @Override
    public void refused(Renewal by, Refusal refusal) {
        if (by instanceof Renewal.ByPublish publish) {
            client.deny(publish, refusal.reason(), refusal.why());
            client.tell(new Reply.Failed(null, refusal.reason(), refusal.why(), refusal.retryAfterMillis(), -1));
        } else {
            client.close(refusal.reason(), refusal.why());
        }
    }

    @Override
    public void expiring(long inMillis) {
        client.tell(new Reply.Notice.TokenExpiring(inMillis));
    }

    @Override
    public void expired() {
        client.close(
                Reason.TOKEN_EXPIRED, "the credentials of this connection have expired; come back with fresh ones");
    }
}
