package io.apibuddy.ports.spi;

import io.apibuddy.ports.time.Ticker;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What an adapter is given at start-up.
 *
 * @param settings the adapter's own part of the configuration
 * @param clock the wall clock
 * @param ticker the monotonic clock
 * @param notices where to report what a person should know
 */
public record AdapterContext(
    Settings settings, InstantSource clock, Ticker ticker, Notices notices) {

  /** Refuses null. */
  public AdapterContext {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(ticker, "ticker");
    Objects.requireNonNull(notices, "notices");
  }

  /** Returns a context with the machine's clocks and silent notices. */
  public static AdapterContext of(Settings settings) {
    return new AdapterContext(settings, InstantSource.system(), Ticker.system(), Notices.SILENT);
  }
}
