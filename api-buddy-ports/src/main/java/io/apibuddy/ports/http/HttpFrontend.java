package io.apibuddy.ports.http;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The driving adapter: a server that turns connections into calls of the handler. */
public interface HttpFrontend extends AutoCloseable {

  /**
   * Binds and begins to accept.
   *
   * @return the address it listens on, with the port that was chosen for port 0
   * @throws IOException if the address cannot be bound (message: address, port and cause); all that
   *     was opened is closed again
   * @throws IllegalStateException if it was started or closed before
   */
  InetSocketAddress start() throws IOException;

  /**
   * Stops accepting, lets exchanges in progress end within the configured grace time, then closes
   * every connection and thread. Waits for all of it; can be called again; never throws.
   */
  @Override
  void close();
}
