package io.fairlead.topicmap;

import io.fairlead.identity.Identity;

/** What a topic map answers when a client speaks: which topic or filter a channel stands for, and who may use it. */
public interface Topics {

    /**
     * Maps a channel or channel filter that a client wants to receive. Never throws for a bad name.
     *
     * @param clientName the client's own name, for routes that use {@code {client}}
     */
    Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel);

    /** Maps a channel that a client wants to publish to. Never throws for a bad name. */
    Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel);
}
