package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.spi.Notices;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The settings, the handler and the resources that all connections of one front end share.
 *
 * @param inForce supplies the settings in force
 * @param shortContentTimeout how long to wait for short content after its head before the exchange
 *     starts without it
 */
record ServerContext(
    Supplier<ServerSettings> inForce,
    Duration shortContentTimeout,
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
