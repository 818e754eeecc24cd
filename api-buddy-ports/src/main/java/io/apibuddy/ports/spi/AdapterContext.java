package io.apibuddy.ports.spi;

import io.apibuddy.ports.time.Ticker;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The environment of an adapter: its settings, its clocks and where it reports.
 *
 * @param settings the adapter's own part of the configuration
 * @param clock the wall clock
 * @param ticker the monotonic clock
 * @param notices receives what a person should know
 */
public record AdapterContext(
    Settings settings, InstantSource clock, Ticker ticker, Notices notices) {

  /** Rejects null. */
  public AdapterContext {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(ticker, "ticker");
    Objects.requireNonNull(notices, "notices");
  }

  /** Returns a context with the machine's clocks that discards all notices. */
  public static AdapterContext of(Settings settings) {
    return new AdapterContext(settings, InstantSource.system(), Ticker.system(), Notices.SILENT);
  }
}
