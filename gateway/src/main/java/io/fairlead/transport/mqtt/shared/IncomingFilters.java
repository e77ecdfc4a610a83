package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Renewals;
import io.fairlead.session.Command;
import io.fairlead.session.CommandId;
import io.fairlead.session.Reason;
import io.fairlead.session.RetainedMode;
import io.fairlead.session.SubscribeTerms;
import io.fairlead.topic.Qos;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.List;
import java.util.function.Consumer;

/** A client's SUBSCRIBE and UNSUBSCRIBE packets, each of whose filters is a command of its session. */
final class IncomingFilters {

    private static final String OURS = "$fairlead";
    private static final String REPLIES = "$reply/";
    private static final String SHARE = "$share/";

    private static final int GRANTED = 0;
    private static final int NO_SUBSCRIPTION = 0x11;
    private static final int FILTER_INVALID = 0x8F;
    private static final int NO_SHARING = 0x9E;
    private static final int NO_IDENTIFIERS = 0xA1;
    private static final int REFUSED_311 = 0x80;

    private final Dialect dialect;
    private final Answers answers;
    private final Consumer<Command> commands;

    IncomingFilters(Dialect dialect, Answers answers, Consumer<Command> commands) {
        this.dialect = dialect;
        this.answers = answers;
        this.commands = commands;
    }

    void onSubscribe(MqttSubscribeMessage subscribe) {
        int packetId = subscribe.variableHeader().messageId();
        List<MqttTopicSubscription> filters = subscribe.payload().topicSubscriptions();
        boolean identified = subscribe
                        .idAndPropertiesVariableHeader()
                        .properties()
                        .getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER)
                != null;
        answers.rounds().begin(new PacketKey(PacketKey.Kind.SUBSCRIBE, packetId, 0), filters.size());
        for (int i = 0; i < filters.size(); i++) {
            PacketKey key = new PacketKey(PacketKey.Kind.SUBSCRIBE, packetId, i);
            if (identified) {
                refuse(key, NO_IDENTIFIERS, Reason.NOT_SUPPORTED, "there are no subscription identifiers here");
            } else {
                subscribe(key, filters.get(i));
            }
        }
    }

    private void subscribe(PacketKey key, MqttTopicSubscription subscription) {
        String filter = subscription.topicFilter();
        if (filter.equals(Renewals.NOTICE_TOPIC)) {
            answers.wantsNotices(true);
            answers.rounds().answer(key, GRANTED);
        } else if (filter.startsWith(SHARE)) {
            String why = "there are no shared subscriptions here; use a listener of mode relay for " + filter;
            refuse(key, NO_SHARING, Reason.NOT_SUPPORTED, why);
        } else if (filter.startsWith(OURS) || filter.startsWith(REPLIES)) {
            String why =
                    filter + " is the gateway's own, and only " + Renewals.NOTICE_TOPIC + " can be subscribed to there";
            refuse(key, FILTER_INVALID, Reason.NO_ROUTE, why);
        } else {
            commands.accept(command(key.id(), filter, subscription.option()));
        }
    }

    private void refuse(PacketKey key, int code, Reason reason, String why) {
        answers.rounds().refuse(key, dialect.v5() ? code : REFUSED_311, reason.sentence(why));
    }

    private static Command command(CommandId id, String filter, MqttSubscriptionOption option) {
        Qos qos = option.qos().value() == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
        SubscribeTerms terms = new SubscribeTerms(qos, option.isNoLocal(), option.isRetainAsPublished(), false);
        RetainedMode retained = switch (option.retainHandling()) {
            case SEND_AT_SUBSCRIBE -> RetainedMode.ALL;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> RetainedMode.FIRST;
            case DONT_SEND_AT_SUBSCRIBE -> RetainedMode.NEW;
        };
        return new Command.Subscribe(id, filter, null, -1, -1, 0, retained, terms);
    }

    void onUnsubscribe(MqttUnsubscribeMessage unsubscribe) {
        int packetId = unsubscribe.variableHeader().messageId();
        List<String> filters = unsubscribe.payload().topics();
        answers.rounds().begin(new PacketKey(PacketKey.Kind.UNSUBSCRIBE, packetId, 0), filters.size());
        for (int i = 0; i < filters.size(); i++) {
            unsubscribe(new PacketKey(PacketKey.Kind.UNSUBSCRIBE, packetId, i), filters.get(i));
        }
    }

    private void unsubscribe(PacketKey key, String filter) {
        if (filter.equals(Renewals.NOTICE_TOPIC)) {
            answers.wantsNotices(false);
            answers.rounds().answer(key, GRANTED);
        } else if (filter.startsWith(OURS) || filter.startsWith(REPLIES) || filter.startsWith(SHARE)) {
            answers.rounds().answer(key, NO_SUBSCRIPTION);
        } else {
            commands.accept(new Command.Unsubscribe(key.id(), filter));
        }
    }
}
