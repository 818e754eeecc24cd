package io.apibuddy.ports.http;

import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** The driving adapter: a server that turns connections into calls of the handler. */
public interface HttpFrontend extends AutoCloseable {

  /**
   * Binds and begins to accept.
   *
   * @return the address it listens on, with the port that was chosen for port 0
   * @throws BindException if the port is not to be had: it is in use, or not permitted; as below
   * @throws IOException if the address cannot be bound (message: address, port and cause); all that
   *     was opened is closed again
   * @throws IllegalStateException if it was started or closed before
   */
  InetSocketAddress start() throws IOException;

  /**
   * Takes over changed settings: requests that begin from now on are held to them, those in
   * progress end under what they began with. A front end that cannot change refuses, as this
   * default does.
   *
   * @param settings all of them, as {@link HttpFrontendProvider#create} is given
   * @throws IllegalArgumentException if one of them is unusable, or cannot change before the end;
   *     the message names it and nothing was changed
   */
  default void reconfigure(Settings settings) {
    throw new IllegalArgumentException("the front end's settings: a change needs a restart");
  }

  /**
   * Stops accepting, lets exchanges in progress end within the configured grace time, then closes
   * every connection and thread. Waits for all of it; can be called again; never throws.
   */
  @Override
  void close();
}
