package io.apibuddy.ports.http;

import io.apibuddy.ports.spi.AdapterContext;
import java.util.Set;

/** Finds a front end on the class path (see {@link java.util.ServiceLoader}). */
public interface HttpFrontendProvider {

  /** Returns the adapter's name, lower case. */
  String name();

  /** Returns the names of the {@code server} settings it reads. */
  Set<String> settingNames();

  /**
   * Makes a front end that is not started yet.
   *
   * @throws IllegalArgumentException if a setting is unusable; the message names it
   */
  HttpFrontend create(AdapterContext context, ExchangeHandler handler);
}
