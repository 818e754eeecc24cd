package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.spi.Notices;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all connections of one front end share.
 *
 * @param inForce gives the settings of the moment
 * @param promptness how long short content may come behind its head before an exchange begins
 *     without it
 */
record ServerContext(
    Supplier<ServerSettings> inForce,
    Duration promptness,
    ExchangeHandler handler,
    Notices notices,
    Workers workers,
    OpenConnections connections,
    ByteBufferPool pool,
    Scheduler scheduler) {

  /** Returns the settings in force now. */
  ServerSettings settings() {
    return inForce.get();
  }
}
