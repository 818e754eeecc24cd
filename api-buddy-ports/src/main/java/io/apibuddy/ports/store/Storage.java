package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.Settings;

/**
 * An open storage backend with all that it keeps. All parts belong to one object because an engine
 * may lock its files or allow only one writer. Safe for concurrent use.
 */
public interface Storage extends AutoCloseable {

  /** Returns the store of the responses. */
  ResponseStore responses();

  /** Returns the ledger of the attempts at upstreams. */
  ThrottleLedger throttle();

  /** Returns the journal of the counts of exchanges. */
  MetricsJournal metrics();

  /** Returns the history of the configurations that were in force. */
  ConfigHistory configHistory();

  /**
   * Returns the storage's secret for fingerprints: 32 random bytes, generated when the storage was
   * created and unchanged as long as it exists. The array is the caller's own copy.
   */
  byte[] secret();

  /**
   * Applies changed settings from now on.
   *
   * @throws IllegalArgumentException if a setting cannot change while the storage is open; the
   *     message names it, and nothing was changed
   */
  void reconfigure(Settings settings);

  /**
   * Writes pending data within a bounded time and releases files and threads. Later calls of any
   * part fail with {@link StoreException.Kind#CLOSED}. May be called again; never throws.
   */
  @Override
  void close();
}
