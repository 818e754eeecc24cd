package io.apibuddy.ports.upstream;

import io.apibuddy.ports.spi.AdapterContext;

/** Finds an upstream client on the class path (see {@link java.util.ServiceLoader}). */
public interface UpstreamClientProvider {

  /** Returns the adapter's name, lower case. */
  String name();

  /**
   * Makes a client that is ready to be used. A setting {@code upstream_ca_file} holds for all
   * mappings, {@code upstream_ca_file.ALIAS} for that of {@link UpstreamRequest#alias} instead.
   *
   * @throws IllegalArgumentException if a setting is unusable; the message names it
   */
  UpstreamClient create(AdapterContext context);
}
