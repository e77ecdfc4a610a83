package io.fairlead.floors.planted.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.nimbusds.jose.JWSObject;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.epoll.EpollSocketChannel;
import picocli.CommandLine;

/** Uses libraries that live elsewhere. */
record Stray(
        JsonFactory json, JWSObject token, MeterRegistry meters, EpollSocketChannel channel, CommandLine commandLine) {}
