package io.apibuddy.ports.http;

import io.apibuddy.ports.spi.AdapterContext;

/** Finds a front end on the class path (see {@link java.util.ServiceLoader}). */
public interface HttpFrontendProvider {

  /** Returns the adapter's name, lower case. */
  String name();

  /**
   * Makes a front end that is not started yet.
   *
   * @throws IllegalArgumentException if a setting is unusable; the message names it
   */
  HttpFrontend create(AdapterContext context, ExchangeHandler handler);
}
