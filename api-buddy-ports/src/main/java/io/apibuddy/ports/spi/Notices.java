package io.apibuddy.ports.spi;

import io.apibuddy.ports.event.Notice;

/**
 * Where an adapter reports what a person should know; adapters do not log. Safe for concurrent use,
 * never blocks, never throws.
 */
@FunctionalInterface
public interface Notices {

  /** Tells nobody. */
  Notices SILENT = notice -> {};

  /** Reports something. */
  void report(Notice notice);
}
