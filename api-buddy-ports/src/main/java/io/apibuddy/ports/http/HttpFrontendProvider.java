package io.apibuddy.ports.http;

import io.apibuddy.ports.spi.AdapterContext;

/**
 * Creates an {@link HttpFrontend}; found on the class path with {@link java.util.ServiceLoader}.
 */
public interface HttpFrontendProvider {

  /** Returns the adapter's name in lower case. */
  String name();

  /**
   * Creates a front end that is not started yet.
   *
   * @throws IllegalArgumentException if a setting is invalid; the message names it
   */
  HttpFrontend create(AdapterContext context, ExchangeHandler handler);
}
