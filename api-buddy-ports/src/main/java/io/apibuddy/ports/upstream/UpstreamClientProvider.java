package io.apibuddy.ports.upstream;

import io.apibuddy.ports.spi.AdapterContext;

/**
 * Creates an {@link UpstreamClient}; found on the class path with {@link java.util.ServiceLoader}.
 */
public interface UpstreamClientProvider {

  /** Returns the adapter's name in lower case. */
  String name();

  /**
   * Creates a client that is ready for use. The setting {@code upstream_ca_file} applies to all
   * mappings; {@code upstream_ca_file.ALIAS} replaces it for the mapping of {@link
   * UpstreamRequest#alias}.
   *
   * @throws IllegalArgumentException if a setting is invalid; the message names it
   */
  UpstreamClient create(AdapterContext context);
}
