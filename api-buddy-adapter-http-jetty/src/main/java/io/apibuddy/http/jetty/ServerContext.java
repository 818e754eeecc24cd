package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.spi.Notices;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;

/** What all connections of one front end share. */
record ServerContext(
    ServerSettings settings,
    ExchangeHandler handler,
    Notices notices,
    Workers workers,
    OpenConnections connections,
    ByteBufferPool pool,
    Scheduler scheduler) {}
