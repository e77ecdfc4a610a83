package io.fairlead.relay;

import io.fairlead.admission.Admittance;
import io.fairlead.admission.Credentials;
import io.fairlead.identity.Identity;
import io.fairlead.session.ClientKey;
import io.fairlead.session.Reason;
import io.fairlead.session.UpstreamIds;
import io.fairlead.shares.Turnaway;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT has come, and it is being found out who shows it; {@link Dialling} follows. Nothing is read from the client until the
 * broker has accepted it.
 */
final class Admitting extends Unanswered {

    private final Surroundings around;
    private final MqttConnectMessage connect;
    private final Wishes wishes;
    private final Credentials shown;
    private final ClientReading reading;
    private @Nullable ScheduledFuture<?> limit;

    Admitting(Surroundings around, MqttConnectMessage connect, Wishes wishes) {
        super(around);
        this.around = around;
        this.connect = connect;
        this.wishes = wishes;
        this.shown = Credentials.of(connect, around.client().peer());
        this.reading = new ClientReading(around.client());
    }

    void begin() {
        reading.set(ClientReading.Hindrance.CONNECTING, true);
        if (!wishes.v5() && isUnnamed() && !connect.variableHeader().isCleanSession()) {
            around.over();
            around.client()
                    .close(Goodbyes.connAck(
                            MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED.byteValue(),
                            MqttProperties.NO_PROPERTIES));
            return;
        }
        EventLoop loop = around.client().loop();
        around.client().visit().shows();
        limit = loop.schedule(this::late, around.settings().connectTimeoutMillis(), TimeUnit.MILLISECONDS);
        around.relays().admission().admit(shown, admittance -> {
            if (loop.inEventLoop()) {
                onAdmittance(admittance);
            } else {
                loop.execute(() -> onAdmittance(admittance));
            }
        });
    }

    private boolean isUnnamed() {
        return connect.payload().clientIdentifier().isEmpty();
    }

    private void late() {
        refuse(Reason.INTERNAL, "the gateway did not find out in time who the client is");
    }

    private void onAdmittance(Admittance admittance) {
        if (around.session().phase() != this) {
            return;
        }
        if (admittance instanceof Admittance.Admitted admitted) {
            enterUnlessRevoked(admitted.identity(), this::takeSeat);
        } else if (admittance instanceof Admittance.AdmittedByBroker admitted) {
            enterUnlessRevoked(admitted.identity(), this::enter);
        } else if (admittance instanceof Admittance.Refused refused) {
            refuse(refused.reason(), refused.why());
        }
    }

    private void enterUnlessRevoked(Identity identity, Consumer<Identity> next) {
        Denial revoked = around.revoked(identity, connect.payload().clientIdentifier());
        if (revoked == null) {
            next.accept(identity);
        } else {
            refuse(revoked.reason(), revoked.why());
        }
    }

    /** Whom the broker is to judge is not counted as the user it says it is. */
    private void takeSeat(Identity identity) {
        Turnaway refused = around.client().visit().admit(identity, false);
        if (refused == null) {
            enter(identity);
        } else {
            refuse(refused.reason(), refused.why());
        }
    }

    private void enter(Identity identity) {
        String name = isUnnamed()
                ? around.relays().names().issue()
                : connect.payload().clientIdentifier();
        Guest guest = new Guest(
                identity,
                name,
                isUnnamed(),
                UpstreamIds.relayed(new ClientKey(identity.user(), name)),
                shown.usesOtherMethod());
        Rights rights = new Rights(around.relays().topics(), identity, name);
        WillRules.Verdict will = new WillRules(rights).judge(connect, wishes.v5());
        if (will.denial() != null) {
            around.deny(guest, will.denial());
            refuse(will.denial().reason(), "the will: " + will.denial().why());
            return;
        }
        stopLimit();
        Entry entry = new Entry(around, wishes, guest, rights, reading);
        Dialling next =
                new Dialling(entry, new UpstreamConnect(connect, wishes, around.settings()).packet(guest, will.will()));
        around.session().enter(next);
        next.begin();
    }

    private void refuse(Reason reason, String why) {
        stopLimit();
        around.refuse(wishes, reason, why);
    }

    private void stopLimit() {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    @Override
    void onDrain(long closeAtMillis) {
        refuse(Reason.DRAINING, Reason.DRAINING.text());
    }

    @Override
    void onClosed() {
        stopLimit();
    }
}
