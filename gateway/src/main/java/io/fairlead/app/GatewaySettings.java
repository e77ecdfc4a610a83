package io.fairlead.app;

import io.fairlead.admin.AdminSettings;
import io.fairlead.bridge.NodeSettings;
import io.fairlead.config.Configuration;
import io.fairlead.config.Secret;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.ClientNames;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.TokenlessAuthenticator;
import io.fairlead.identity.jwt.JwtAuthenticator;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.shares.ShareSettings;
import io.fairlead.transport.ShareWatch;
import io.fairlead.transport.http.HttpLimits;
import io.fairlead.transport.http.WebSettings;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** What a configuration means for the parts of a gateway. */
final class GatewaySettings {

    private GatewaySettings() {}

    static NodeSettings nodeSettings(Configuration configuration, int loops) {
        NodeSettings usual = NodeSettings.defaults(configuration.node(), loops);
        Configuration.Upstream upstream = configuration.upstream();
        Configuration.Bounds bounds = configuration.bounds();
        return new NodeSettings(
                configuration.node(),
                upstream.prefix(),
                configuration.session(),
                upstream.session(),
                upstream.maxLinks() == 0 ? usual.maxLinks() : Math.max(loops, upstream.maxLinks()),
                upstream.linger(),
                bounds.pendingBytes(),
                bounds.publishing(),
                usual.retained(),
                bounds.durable(),
                bounds.recovery(),
                bounds.memory());
    }

    /** What of the machine's memory may wait for clients: one part of so many. */
    private static final int PART_OF_HEAP = 4;

    static ShareSettings shareSettings(Configuration.Shares shares) {
        return shares.settings()
                .on(ShareWatch.connectionsThatFilesAllow(), Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    static WebSettings webSettings(Configuration configuration) {
        Configuration.Web web = configuration.web();
        return new WebSettings(
                web.host(),
                web.port(),
                web.rules(),
                web.proxies(),
                HttpLimits.DEFAULT,
                configuration.session().maxBytes(),
                configuration.session().pingMillis());
    }

    static AdminSettings adminSettings(Configuration.Admin admin) {
        Secret token = admin.token();
        return new AdminSettings(admin.host(), admin.port(), token == null ? null : token.reveal());
    }

    static Authenticator authenticator(Configuration.Auth auth) {
        JwtSettings jwt = auth.jwt();
        return jwt == null
                ? new TokenlessAuthenticator(auth.anonymous())
                : new JwtAuthenticator(jwt, InstantSource.system()).start();
    }

    static ClientNames clientNames(Configuration.Auth auth) {
        Secret secret = auth.clientSecret();
        return secret == null
                ? SignedClientNames.withRandomKey()
                : new SignedClientNames(secret.reveal().getBytes(StandardCharsets.UTF_8));
    }
}
