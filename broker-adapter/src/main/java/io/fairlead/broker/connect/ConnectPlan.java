package io.fairlead.broker.connect;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Which address and version the next attempt of a link takes, and after which pause. Belongs to the link's loop. */
public final class ConnectPlan {

    private final BrokerSettings settings;
    private final Backoff backoff;
    private final AtomicReference<MqttVersion> agreed;
    private MqttVersion version;
    private int address;
    private int failures;

    /** @param agreed the version that some link of this broker has come up with; null inside if none has */
    ConnectPlan(BrokerSettings settings, AtomicReference<MqttVersion> agreed) {
        this.settings = settings;
        this.backoff = new Backoff(settings.backoffLeast(), settings.backoffMost());
        this.agreed = agreed;
        this.version = firstVersion();
    }

    private MqttVersion firstVersion() {
        MqttVersion known = settings.version() != null ? settings.version() : agreed.get();
        return known != null ? known : MqttVersion.V5;
    }

    /** The address of the next attempt, or of the connection. */
    public BrokerAddress address() {
        return settings.addresses().get(address);
    }

    /** The version of the next attempt, or of the connection. */
    public MqttVersion version() {
        return version;
    }

    /** Attempts that have failed since the link was last up. */
    public int failures() {
        return failures;
    }

    /** The link is up. */
    public void connected() {
        failures = 0;
        agreed.set(version);
    }

    /** A working link was lost: it is first tried again where it was. Returns the pause. */
    public Duration lost() {
        return backoff.pause(0);
    }

    /** An attempt failed. Returns the pause before the next. */
    public Duration failed(Failure.Kind kind) {
        failures++;
        if (settings.version() == null && isForOtherVersion(kind)) {
            version = version == MqttVersion.V5 ? MqttVersion.V3_1_1 : MqttVersion.V5;
            return Duration.ZERO;
        }
        version = firstVersion();
        int count = settings.addresses().size();
        address = (address + 1) % count;
        return address == 0 ? backoff.pause(failures / count) : Duration.ZERO;
    }

    /**
     * A broker that closes without an answer may only know the older version; once a link has come up with one, it is
     * taken for what it mostly is, a broker that is going down.
     */
    private boolean isForOtherVersion(Failure.Kind kind) {
        boolean guess = kind == Failure.Kind.CLOSED_UNANSWERED && version == MqttVersion.V5 && agreed.get() == null;
        return guess || (kind == Failure.Kind.WRONG_VERSION && failures < 3);
    }
}
