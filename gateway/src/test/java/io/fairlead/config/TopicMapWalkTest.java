package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.TopicMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random maps and names against a model that tries one route after the other. */
class TopicMapWalkTest {

    private static final List<Identity> IDENTITIES = List.of(
            identity("a", "b"),
            identity("b", "c"),
            identity("c", "x/y"),
            new Identity(null, Set.of(), Map.of(), null, null));

    private static Identity identity(String user, String claim) {
        return new Identity(user, Set.of("role-" + user), Map.of("t", claim), null, null);
    }

    @Test
    void walk_channelsToTopics_isWhatTheModelSays() {
        walk((walk, model, map, identity) -> {
            String channel = walk.name(false);
            Mapping<PublishGrant> answer = map.forPublish(identity, "cl", channel);
            String topic = answer instanceof Mapping.Mapped<PublishGrant> m
                    ? m.grant().topic().value()
                    : null;
            assertThat(topic).isEqualTo(model.publish(identity, channel));
        });
    }

    @Test
    void walk_topicsToChannels_isWhatTheModelSays() {
        walk((walk, model, map, identity) -> {
            String topic = walk.name(false);
            Mapping<SubscribeGrant> answer = map.forTopic(identity, "cl", new TopicName(topic));
            String channel = answer instanceof Mapping.Mapped<SubscribeGrant> m
                    ? m.grant().channel()
                    : null;
            assertThat(channel).isEqualTo(model.arrive(identity, topic));
        });
    }

    @Test
    void walk_wildcardSubscriptions_areNeverAWayAroundNarrowerRoutes() {
        walk((walk, model, map, identity) -> {
            String filter = walk.name(true);
            Mapping<SubscribeGrant> answer = map.forSubscribe(identity, "cl", filter);
            MapModel.@Nullable Line line = model.subscribe(identity, filter);
            assertThat(answer instanceof Mapping.Mapped).isEqualTo(line != null);
            if (answer instanceof Mapping.Mapped<SubscribeGrant> mapped && line != null) {
                SubscribeGrant grant = mapped.grant();
                assertThat(grant.key().route()).isEqualTo(line.name());
                String topic = walk.topicNear(grant.filter().value());
                assertThat(grant.channelOf(new TopicName(topic)))
                        .isEqualTo(model.through(line, identity, filter, topic));
            }
        });
    }

    @Test
    void walk_subscriptionsWithTheSameKey_giveEveryMessageTheSameChannel() {
        walk((walk, model, map, identity) -> {
            String filter = walk.name(true);
            List<SubscribeGrant> grants = IDENTITIES.stream()
                    .flatMap(i -> Stream.of(map, map.byTopic()).map(view -> view.forSubscribe(i, "cl", filter)))
                    .filter(m -> m instanceof Mapping.Mapped)
                    .map(m -> ((Mapping.Mapped<SubscribeGrant>) m).grant())
                    .toList();
            for (SubscribeGrant grant : grants) {
                TopicName topic = new TopicName(walk.topicNear(grant.filter().value()));
                Set<String> channels = grants.stream()
                        .filter(other -> other.key().equals(grant.key()))
                        .map(other -> Objects.toString(other.channelOf(topic)))
                        .collect(Collectors.toSet());
                assertThat(channels).hasSize(1);
            }
        });
    }

    @Test
    void walk_publishesByTopic_areThoseOfTheChannelThere() {
        walk((walk, model, map, identity) -> {
            String topic = walk.name(false);
            Mapping<PublishGrant> answer = map.byTopic().forPublish(identity, "cl", topic);
            MapModel.@Nullable Line line = model.publishTopic(identity, topic);
            assertThat(answer instanceof Mapping.Mapped).isEqualTo(line != null);
            if (answer instanceof Mapping.Mapped<PublishGrant> mapped && line != null) {
                PublishGrant grant = mapped.grant();
                assertThat(List.of(grant.route(), grant.channel(), grant.topic().value()))
                        .containsExactly(line.name(), topic, topic);
                String channel = String.valueOf(model.channelIn(line, identity, topic));
                assertThat(map.forPublish(identity, "cl", channel))
                        .isInstanceOfSatisfying(
                                Mapping.Mapped.class,
                                same -> assertThat(((PublishGrant) same.grant()).topic())
                                        .isEqualTo(grant.topic()));
            }
        });
    }

    @Test
    void walk_subscriptionsByTopic_areThoseOfTheChannelThere() {
        walk((walk, model, map, identity) -> {
            String filter = walk.name(true);
            Mapping<SubscribeGrant> answer = map.byTopic().forSubscribe(identity, "cl", filter);
            MapModel.@Nullable Line line = model.subscribeTopic(identity, filter);
            assertThat(answer instanceof Mapping.Mapped).isEqualTo(line != null);
            if (answer instanceof Mapping.Mapped<SubscribeGrant> mapped && line != null) {
                SubscribeGrant grant = mapped.grant();
                assertThat(List.of(
                                grant.key().route(),
                                grant.channel(),
                                grant.filter().value()))
                        .containsExactly(line.name(), filter, filter);
                String channel = String.valueOf(model.channelIn(line, identity, filter));
                SubscribeGrant same = granted(map.forSubscribe(identity, "cl", channel));
                assertThat(same.filter()).isEqualTo(grant.filter());
                TopicName topic = new TopicName(walk.topicNear(filter));
                assertThat(grant.channelOf(topic)).isEqualTo(same.channelOf(topic) == null ? null : topic.value());
            }
        });
    }

    @Test
    void walk_messagesByTopic_arriveWhereTheyDoByChannel() {
        walk((walk, model, map, identity) -> {
            TopicName topic = new TopicName(walk.name(false));
            Mapping<SubscribeGrant> answer = map.byTopic().forTopic(identity, "cl", topic);
            assertThat(answer instanceof Mapping.Mapped)
                    .isEqualTo(map.forTopic(identity, "cl", topic) instanceof Mapping.Mapped);
            if (answer instanceof Mapping.Mapped<SubscribeGrant> mapped) {
                assertThat(mapped.grant().channel()).isEqualTo(topic.value());
                assertThat(mapped.grant().channelOf(topic)).isEqualTo(topic.value());
            }
        });
    }

    private static SubscribeGrant granted(Mapping<SubscribeGrant> mapping) {
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return ((Mapping.Mapped<SubscribeGrant>) mapping).grant();
    }

    private interface Step {
        void take(Walk walk, MapModel model, TopicMap map, Identity identity);
    }

    private static void walk(Step step) {
        long seed = new Random().nextLong();
        Walk walk = new Walk(new Random(seed));
        for (int i = 0; i < 300; i++) {
            MapModel model = walk.map();
            TopicMap map = TopicMapFile.parse(model.yaml());
            for (int j = 0; j < 40; j++) {
                Identity identity = IDENTITIES.get(walk.random.nextInt(IDENTITIES.size()));
                try {
                    step.take(walk, model, map, identity);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ", " + identity + ", map\n" + model.yaml(), e);
                }
            }
        }
    }

    /** Makes maps and names over a tiny alphabet, so that they meet often. */
    private static final class Walk {

        private static final List<String> LEVELS = List.of("a", "b", "c", "$x");
        private static final List<String> OWN = List.of("{user}", "{claim.t}");
        private final Random random;

        private Walk(Random random) {
            this.random = random;
        }

        private MapModel map() {
            List<MapModel.Line> lines = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                lines.add(line("r" + i));
            }
            return new MapModel(lines);
        }

        private MapModel.Line line(String name) {
            List<String> channel = new ArrayList<>();
            int size = 1 + random.nextInt(3);
            for (int i = 0; i < size; i++) {
                channel.add(segment(i, i == size - 1));
            }
            List<String> topic = new ArrayList<>(channel);
            if (random.nextInt(3) == 0) {
                topic.add(0, "a");
            }
            if (random.nextInt(4) == 0) {
                topic.add(0, "{user}");
            }
            boolean dollar = topic.get(0).startsWith("$");
            String role = random.nextInt(3) == 0 ? "role-" + LEVELS.get(random.nextInt(3)) : "";
            return new MapModel.Line(
                    name, channel, topic, role, random.nextBoolean(), !dollar && random.nextInt(4) > 0);
        }

        private String segment(int level, boolean last) {
            int kind = random.nextInt(8);
            if (kind < 3) {
                return LEVELS.get(random.nextInt(level == 0 ? 4 : 3));
            }
            if (kind == 3) {
                return OWN.get(random.nextInt(2));
            }
            return last && kind > 5 ? "{v" + level + "...}" : "{v" + level + "}";
        }

        private String name(boolean wildcards) {
            int size = 1 + random.nextInt(4);
            List<String> levels = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int kind = random.nextInt(wildcards ? 6 : 4);
                boolean hash = kind == 5 && i == size - 1;
                levels.add(kind < 4 ? LEVELS.get(i == 0 || kind < 3 ? kind : 0) : hash ? "#" : "+");
            }
            return String.join("/", levels);
        }

        private String topicNear(String filter) {
            String topic = filter.replace("+", LEVELS.get(random.nextInt(3)));
            String rest = random.nextInt(5) == 0 ? "" : name(false);
            topic = topic.replace("/#", rest.isEmpty() ? "" : "/" + rest).replace("#", name(false));
            return random.nextInt(6) == 0 ? name(false) : topic;
        }
    }
}
