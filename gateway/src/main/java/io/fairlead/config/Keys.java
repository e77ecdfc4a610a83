package io.fairlead.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Every key of the configuration file, and its name in the environment. */
public final class Keys {

    /** The keys, joined by dots, in the order of the reference. */
    public static final List<String> ALL = List.of(
            "node",
            "listeners.web.host",
            "listeners.web.port",
            "listeners.web.mqtt.enabled",
            "listeners.web.mqtt.mode",
            "listeners.web.mqtt.names",
            "listeners.web.mqtt.brokerSees",
            "listeners.web.mqtt.denied",
            "listeners.web.mqtt.maxPacketBytes",
            "listeners.mqtt.host",
            "listeners.mqtt.port",
            "listeners.mqtt.mode",
            "listeners.mqtt.names",
            "listeners.mqtt.brokerSees",
            "listeners.mqtt.denied",
            "listeners.mqtt.maxPacketBytes",
            "listeners.mqtt.tls.certFile",
            "listeners.mqtt.tls.keyFile",
            "listeners.mqtt.tls.keyPassword",
            "listeners.mqtt.tls.keyPasswordFile",
            "listeners.mqtt.tls.clientCaFile",
            "listeners.mqtt.tls.clientCertificates",
            "listeners.mqtt.tls.identity",
            "listeners.mqtt.proxyProtocol.trusted",
            "listeners.admin.host",
            "listeners.admin.port",
            "listeners.admin.token",
            "listeners.admin.tokenFile",
            "broker.url",
            "broker.version",
            "broker.user",
            "broker.password",
            "broker.passwordFile",
            "broker.tls.caFile",
            "broker.tls.verifyHost",
            "broker.keepAlive",
            "broker.connectTimeout",
            "broker.connectsPerSecond",
            "broker.backoff.least",
            "broker.backoff.most",
            "broker.loops",
            "broker.session",
            "broker.maxLinks",
            "broker.linger",
            "broker.prefix",
            "broker.expiresSessions",
            "broker.waiting.publishes",
            "broker.waiting.bytes",
            "broker.waiting.patience",
            "auth.anonymous",
            "auth.jwt.secret",
            "auth.jwt.secretFile",
            "auth.jwt.publicKeyFile",
            "auth.jwt.userClaim",
            "auth.jwt.rolesClaim",
            "auth.jwt.issuer",
            "auth.jwt.audience",
            "auth.jwt.skew",
            "auth.hook.url",
            "auth.hook.allowHttp",
            "auth.hook.decides",
            "auth.hook.timeout",
            "auth.hook.cache.entries",
            "auth.hook.cache.allowed",
            "auth.hook.cache.denied",
            "auth.hook.inFlight",
            "auth.hook.waiting",
            "auth.hook.failure",
            "auth.hook.secret",
            "auth.hook.secretFile",
            "auth.hook.caFile",
            "auth.mqtt.userName",
            "auth.mqtt.certificateRoles",
            "auth.clientSecret",
            "auth.clientSecretFile",
            "topics",
            "web.origins",
            "web.hosts",
            "web.cookie",
            "web.hsts",
            "web.trustedProxies",
            "web.ping",
            "security.allow",
            "limits.exempt",
            "limits.connections",
            "limits.connectionsPerAddress",
            "limits.connectionsPerUser",
            "limits.connectsPerSecond",
            "limits.connectsPerSecondPerAddress",
            "limits.unauthenticated",
            "limits.beforeAuthentication",
            "limits.outboundBytes",
            "limits.bans.points",
            "limits.bans.window",
            "limits.bans.shortest",
            "limits.bans.longest",
            "limits.maxBytes",
            "limits.subscriptions",
            "limits.publishPerSecond",
            "limits.commandsPerSecond",
            "limits.bytesPerSecond",
            "limits.user.publishPerSecond",
            "limits.user.commandsPerSecond",
            "limits.user.bytesPerSecond",
            "limits.publishesInFlight",
            "limits.publishBytesInFlight",
            "limits.requestsInFlight",
            "limits.requestTimeout",
            "limits.longestRequest",
            "limits.connectTimeout",
            "limits.pendingBytes",
            "limits.recoverBytes",
            "limits.remember.perClient",
            "limits.remember.age",
            "limits.remember.publishes",
            "durable.windowMessages",
            "durable.windowBytes",
            "durable.linger",
            "durable.clientsPerUser",
            "durable.claimWait",
            "drain.window",
            "log.format",
            "log.level",
            "log.access");

    private static final Map<String, String> VARIABLES =
            ALL.stream().collect(Collectors.toUnmodifiableMap(key -> key, Keys::variableOf));

    private Keys() {}

    /** The variable that overrides a key: {@code FAIRLEAD_BROKER_KEEP_ALIVE} for {@code broker.keepAlive}. */
    public static String variable(String key) {
        String known = VARIABLES.get(key);
        return known == null ? variableOf(key) : known;
    }

    private static String variableOf(String key) {
        String words = key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_');
        return "FAIRLEAD_" + words.toUpperCase(Locale.ROOT);
    }
}
