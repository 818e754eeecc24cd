package io.apibuddy.ports.spi;

import io.apibuddy.ports.event.Notice;

/**
 * Receives what a person should know; adapters do not log. Safe for concurrent use, never blocks,
 * never throws.
 */
@FunctionalInterface
public interface Notices {

  /** Discards all notices. */
  Notices SILENT = notice -> {};

  /** Reports a notice. */
  void report(Notice notice);
}
