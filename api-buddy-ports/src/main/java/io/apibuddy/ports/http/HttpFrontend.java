package io.apibuddy.ports.http;

import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** The driving adapter: an HTTP server that passes requests to an {@link ExchangeHandler}. */
public interface HttpFrontend extends AutoCloseable {

  /**
   * Binds the address and starts to accept connections.
   *
   * @return the address that it listens on, with the port that was chosen for port 0
   * @throws BindException if the port is in use or not permitted; otherwise as for {@code
   *     IOException}
   * @throws IOException if the address cannot be bound; the message gives address, port and cause,
   *     and everything that was opened is closed again
   * @throws IllegalStateException if it was started or closed before
   */
  InetSocketAddress start() throws IOException;

  /**
   * Applies changed settings. They apply to requests that begin from now on; requests in progress
   * end under the settings that they began with. A front end that cannot change refuses, as this
   * default does.
   *
   * @param settings all settings, as passed to {@link HttpFrontendProvider#create}
   * @throws IllegalArgumentException if a setting is invalid or cannot change while running; the
   *     message names it, and nothing was changed
   */
  default void reconfigure(Settings settings) {
    throw new IllegalArgumentException("the front end's settings: a change needs a restart");
  }

  /**
   * Stops accepting, lets exchanges in progress end within the configured grace period, then closes
   * all connections and threads. Waits for all of this. May be called again; never throws.
   */
  @Override
  void close();
}
