package io.apibuddy.http.jetty;

import io.apibuddy.ports.time.Ticker;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Jetty's clients, one for each CA file, so that a connection that one mapping trusts is never used
 * for a mapping that would not trust it. Immutable.
 */
final class ClientsByCaFile {

  /** Stands for no file: only the JDK's authorities are trusted. */
  private static final String NONE = "";

  private final ClientSettings settings;
  private final UpstreamAddresses addresses;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Map<String, RetirableClient> byFile;

  private ClientsByCaFile(
      ClientSettings settings,
      UpstreamAddresses addresses,
      InstantSource clock,
      Ticker ticker,
      Map<String, RetirableClient> byFile) {
    this.settings = settings;
    this.addresses = addresses;
    this.clock = clock;
    this.ticker = ticker;
    this.byFile = Map.copyOf(byFile);
  }

  /**
   * Starts the clients.
   *
   * @param addresses the addresses that may be connected to
   * @param clock the clock for how long a connection was idle, which goes on during a suspend
   * @param ticker the clock for how long an upstream is distrusted and a connection used
   * @param blocking threads for the resolver and for stopping clients, which may block
   * @throws IllegalArgumentException if a file cannot be used; nothing was started
   */
  static ClientsByCaFile start(
      ClientSettings settings,
      UpstreamAddresses addresses,
      InstantSource clock,
      Ticker ticker,
      Executor blocking) {
    return start(settings, addresses, clock, ticker, Map.of(), blocking);
  }

  /**
   * Returns the clients for changed settings. Clients of files that are still used stay, unless the
   * forward proxy or the number of connections has changed; the others are new.
   *
   * @throws IllegalArgumentException if a file cannot be used; nothing was started
   */
  ClientsByCaFile changed(ClientSettings changed, Executor blocking) {
    boolean stay =
        Objects.equals(changed.proxy(), settings.proxy())
            && changed.maxConnections() == settings.maxConnections();
    return start(changed, addresses, clock, ticker, stay ? byFile : Map.of(), blocking);
  }

  private static ClientsByCaFile start(
      ClientSettings settings,
      UpstreamAddresses addresses,
      InstantSource clock,
      Ticker ticker,
      Map<String, RetirableClient> known,
      Executor blocking) {
    Map<String, Supplier<SSLContext>> contexts = new HashMap<>();
    Map<String, RetirableClient> byFile = new HashMap<>();
    settings
        .settingsByFile(NONE)
        .forEach(
            (file, setting) -> {
              RetirableClient client = known.get(file);
              if (client != null) {
                byFile.put(file, client);
              } else {
                contexts.put(file, context(setting, file));
              }
            });
    contexts.forEach(
        (file, context) ->
            byFile.put(
                file,
                new RetirableClient(
                    UpstreamHttpClient.start(settings, context, addresses, clock, ticker, blocking),
                    blocking)));
    return new ClientsByCaFile(settings, addresses, clock, ticker, byFile);
  }

  /** Returns the TLS context for a file. A file is read now, because it may be invalid. */
  private static Supplier<SSLContext> context(String setting, String file) {
    if (file.equals(NONE)) {
      return () -> TrustedAuthorities.sslContext(setting, null);
    }
    SSLContext context = TrustedAuthorities.sslContext(setting, file);
    return () -> context;
  }

  ClientSettings settings() {
    return settings;
  }

  /** Returns the client for the requests to a mapping. */
  RetirableClient of(String alias) {
    String usual = Objects.requireNonNullElse(settings.caFile(), NONE);
    return Objects.requireNonNull(byFile.get(settings.caFiles().getOrDefault(alias, usual)));
  }

  /** Returns all clients. */
  Collection<RetirableClient> all() {
    return byFile.values();
  }
}
