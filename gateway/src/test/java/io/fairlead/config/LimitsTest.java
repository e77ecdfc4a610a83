package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bridge.NodeSettings;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.session.RateSettings;
import io.fairlead.session.SessionSettings;
import io.fairlead.shares.ShareSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound of the file reaches its own place. */
class LimitsTest {

    private final Problems problems = new Problems();

    private Optional<Configuration> read(String... options) {
        return new ConfigurationFile(name -> null)
                .parse(Path.of("fairlead.yaml"), "auth: {anonymous: true}", List.of(options), problems);
    }

    @Test
    void everyBound_differentFromTheOthers_reachesItsOwnPlace() {
        Configuration read = read(
                        "limits.maxBytes=1KiB",
                        "limits.subscriptions=2",
                        "limits.publishPerSecond=3",
                        "limits.commandsPerSecond=31",
                        "limits.bytesPerSecond=32KiB",
                        "limits.user.publishPerSecond=33",
                        "limits.user.commandsPerSecond=34",
                        "limits.user.bytesPerSecond=35KiB",
                        "limits.publishesInFlight=4",
                        "limits.publishBytesInFlight=5",
                        "limits.requestsInFlight=6",
                        "limits.requestTimeout=7s",
                        "limits.longestRequest=8s",
                        "limits.connectTimeout=9s",
                        "web.ping=10s",
                        "limits.pendingBytes=11",
                        "limits.recoverBytes=12GiB",
                        "limits.remember.perClient=13",
                        "limits.remember.age=14s",
                        "limits.remember.publishes=15",
                        "durable.windowMessages=16",
                        "durable.windowBytes=17",
                        "durable.linger=18s",
                        "durable.clientsPerUser=19",
                        "durable.claimWait=20s",
                        "broker.expiresSessions=true",
                        "broker.waiting.publishes=21",
                        "broker.waiting.bytes=22",
                        "broker.waiting.patience=23s",
                        "drain.window=24s",
                        "node=gw")
                .orElseThrow();

        NodeSettings usual = NodeSettings.defaults("gw", 1);
        RateSettings rates = new RateSettings(31, 3, 32 << 10, new RateSettings.User(34, 33, 35 << 10));
        assertThat(read.session())
                .isEqualTo(new SessionSettings(
                        "gw", 10_000, 1024, 2, rates, 4, 5, new SessionSettings.Requests(6, 7_000, 8_000), 9_000));
        assertThat(read.bounds())
                .isEqualTo(new Configuration.Bounds(
                        11,
                        new NodeSettings.Publishing(
                                usual.publishing().inFlight(),
                                usual.publishing().unsent(),
                                21,
                                22,
                                Duration.ofSeconds(23)),
                        new NodeSettings.Durable(16, 17, Duration.ofSeconds(18), 19, Duration.ofSeconds(20), true),
                        new NodeSettings.Recovery(12L << 30),
                        new NodeSettings.Memory(13, Duration.ofSeconds(14), 15)));
        assertThat(read.drain()).isEqualTo(Duration.ofSeconds(24));
    }

    @Test
    void everyShare_differentFromTheOthers_reachesItsOwnPlace() {
        Configuration.Shares read = read(
                        "limits.connections=1",
                        "limits.connectionsPerAddress=2",
                        "limits.connectionsPerUser=3",
                        "limits.connectsPerSecond=4.5",
                        "limits.connectsPerSecondPerAddress=5.5",
                        "limits.unauthenticated=6",
                        "limits.beforeAuthentication=7KiB",
                        "limits.outboundBytes=8KiB",
                        "limits.bans.points=9",
                        "limits.bans.window=10s",
                        "limits.bans.shortest=11s",
                        "limits.bans.longest=12s",
                        "limits.exempt=[10.0.0.0/8, \"fd00::/8\"]")
                .orElseThrow()
                .shares();

        assertThat(read.settings())
                .isEqualTo(new ShareSettings(
                        1,
                        2,
                        3,
                        4.5,
                        5.5,
                        6,
                        7 << 10,
                        8 << 10,
                        new ShareSettings.Bans(
                                9, Duration.ofSeconds(10), Duration.ofSeconds(11), Duration.ofSeconds(12))));
        assertThat(read.exempt()).hasToString("[10.0.0.0/8, fd00::/8]");
    }

    @Test
    void noShareSaid_isTheUsualOne_andLoopbackIsExempt() {
        Configuration.Shares read = read().orElseThrow().shares();

        assertThat(read.settings()).isEqualTo(ShareSettings.DEFAULT);
        assertThat(read.exempt()).hasToString("[127.0.0.0/8, ::1]");
        assertThat(read("limits.exempt=[]").orElseThrow().shares().exempt().isEmpty())
                .isTrue();
    }

    @Test
    void shortestBanAboveTheLongest_isRefused() {
        assertThat(read("limits.bans.shortest=2h")).isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("limits.bans.shortest", "not above longest");
    }

    @Test
    void nothingSaid_isWhatTheNodeHasByItself() {
        NodeSettings usual = NodeSettings.defaults("gw", 1);
        Configuration read = read("node=gw").orElseThrow();

        assertThat(read.session()).isEqualTo(usual.session());
        assertThat(read.bounds())
                .isEqualTo(new Configuration.Bounds(
                        usual.maxPendingBytes(),
                        usual.publishing(),
                        usual.durable(),
                        usual.recovery(),
                        usual.memory()));
        assertThat(read.admin()).isNull();
    }

    @Test
    void onlyPublishesSaid_commandsFollow() {
        assertThat(read("limits.publishPerSecond=1000")
                        .orElseThrow()
                        .session()
                        .rates()
                        .commandsPerSecond())
                .isEqualTo(5_000);
        assertThat(read("limits.publishPerSecond=1")
                        .orElseThrow()
                        .session()
                        .rates()
                        .commandsPerSecond())
                .isEqualTo(100);
        assertThat(read("limits.publishPerSecond=0")
                        .orElseThrow()
                        .session()
                        .rates()
                        .commandsPerSecond())
                .isZero();
    }

    @Test
    void requestTimeoutAboveTheLongest_isRefused() {
        assertThat(read("limits.requestTimeout=2m")).isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("limits.requestTimeout", "not above longestRequest");
    }

    @Test
    void boundOfNothing_isRefusedWhereNothingWouldWork() {
        assertThat(read("limits.pendingBytes=0", "durable.windowMessages=0", "durable.windowMessages=65536"))
                .isEmpty();
        assertThat(problems.list()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limits.maxBytes=0",
                "limits.maxBytes=16777217",
                "limits.maxBytes=4GiB",
                "limits.connectTimeout=0s",
                "limits.requestTimeout=0s",
                "limits.longestRequest=2d",
                "web.ping=0s",
                "web.ping=999ms",
                "drain.window=400d",
                "broker.prefix=+",
                "broker.prefix=a/b/",
                "broker.prefix=/a",
                "broker.prefix=a//b",
                "broker.prefix=$SYS",
            })
    void valueThatNoGatewayCouldRunWith_isRefusedInASentenceThatNamesTheKey(String option) {
        assertThat(read(option)).isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("'" + option.substring(0, option.indexOf('=')) + "' is ")
                .contains("; it should be ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limits.maxBytes=1",
                "limits.maxBytes=16MiB",
                "web.ping=1s",
                "drain.window=0s",
                "drain.window=1d",
                "broker.prefix=a/b"
            })
    void valueAtABound_isTaken(String option) {
        assertThat(read(option)).isPresent();
    }

    @Test
    void durationOutOfBounds_isToldTheBoundsAsTheyWouldBeWritten() {
        assertThat(read("web.ping=10ms")).isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("'web.ping' is '10ms'; it should be a duration from 1s to 1d");
    }

    @Test
    void adminSection_withOneKey_hasTheUsualOther() {
        assertThat(read("listeners.admin.port=1").orElseThrow().admin())
                .isEqualTo(new Configuration.Admin("127.0.0.1", 1, null, null));
        assertThat(read("listeners.admin.host=127.0.0.2").orElseThrow().admin())
                .isEqualTo(new Configuration.Admin("127.0.0.2", 9090, null, null));
    }
}
