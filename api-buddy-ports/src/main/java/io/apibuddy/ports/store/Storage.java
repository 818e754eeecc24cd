package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.Settings;

/**
 * Everything one opened backend keeps: one aggregate, because an engine may lock its files or want
 * a single writer. Safe for concurrent use.
 */
public interface Storage extends AutoCloseable {

  /** Returns the responses. */
  ResponseStore responses();

  /** Returns the counts of upstream attempts. */
  ThrottleLedger throttle();

  /** Returns the counts of exchanges. */
  MetricsJournal metrics();

  /** Returns the configurations that were in force. */
  ConfigHistory configHistory();

  /**
   * Returns the storage's own secret for fingerprints: 32 random bytes, made when the storage was
   * created and kept as long as it exists. The caller's own copy.
   */
  byte[] secret();

  /**
   * Takes over changed settings from now on.
   *
   * @throws IllegalArgumentException if one of them cannot change while the storage is open; the
   *     message names it and nothing was changed
   */
  void reconfigure(Settings settings);

  /**
   * Writes down what is pending, within a bounded time, and releases files and threads. Later calls
   * of any part end in {@link StoreException.Kind#CLOSED}. Can be called again; never throws.
   */
  @Override
  void close();
}
